import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AssetRow } from '../../shared/library';
import { type Provenance, TOOL_NAMES } from '../../shared/provenance';
import { ask } from '../bridge';
import { generateFromFound } from '../navigation';
import { useAnswer } from '../ui/use-answer';
import { type Fact, knownFacts } from './Facts';
import { useLibrary } from './library-model';
import { PromptSection } from './PromptSection';

/** What the file of a picture says of how it was made; nothing where it says nothing, or cannot be read. */
export function FoundPrompt({ row }: { readonly row: AssetRow }) {
  const { view } = useLibrary();
  const { connectionId } = view;
  const { assetId, version, media } = row;
  const name = media === 'image' ? `${assetId}/${version}` : null;
  const found = useAnswer(name, () => ask('library.provenance', { connectionId, assetId }));
  return found.kind === 'ready' && found.value !== null ? <Box found={found.value} /> : null;
}

function Box({ found }: { readonly found: Provenance }) {
  const { t } = useTranslation('library');
  return (
    <PromptSection prompt={found.prompt} negative={found.negative} facts={useSettings(found)} note={t('prompt.inFile')}>
      <Button size="compact-sm" variant="light" onClick={() => generateFromFound(found)}>
        {t('prompt.useSettings')}
      </Button>
    </PromptSection>
  );
}

function useSettings({ tool, model, seed, steps, guidance, sampler, size }: Provenance): readonly Fact[] {
  const { t } = useTranslation('library');
  return knownFacts([
    [t('prompt.tool'), tool === 'other' ? null : TOOL_NAMES[tool]],
    [t('prompt.model'), model],
    [t('prompt.seedName'), seed],
    [t('prompt.steps'), steps],
    [t('prompt.guidance'), guidance],
    [t('prompt.sampler'), sampler],
    [t('prompt.size'), size === null ? null : `${size.width} × ${size.height}`],
  ]);
}
