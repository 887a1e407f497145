import { Button } from '@mantine/core';
import { IconBan, IconSparkles } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { AssetRow } from '../../shared/library';
import { type Provenance, TOOL_NAMES } from '../../shared/provenance';
import { ask } from '../bridge';
import { generateFromFound } from '../navigation';
import { useAnswer } from '../ui/use-answer';
import { Facts, type Fact } from './Facts';
import { useLibrary } from './library-model';
import { PromptText } from './PromptText';
import classes from './Inspector.module.css';

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
    <section className={classes['prompt']} aria-label={t('prompt.title')}>
      <PromptText title={t('prompt.title')} text={found.prompt} copyLabel={t('prompt.copy')} icon={IconSparkles} />
      {found.negative !== null && (
        <div className={classes['negative']}>
          <PromptText
            title={t('prompt.negative')}
            text={found.negative}
            copyLabel={t('prompt.copyNegative')}
            icon={IconBan}
          />
        </div>
      )}
      <Facts facts={useSettings(found)} />
      <p className={classes['promptNote']}>{t('prompt.inFile')}</p>
      <div className={classes['promptActions']}>
        <Button size="compact-sm" variant="light" onClick={() => generateFromFound(found)}>
          {t('prompt.useSettings')}
        </Button>
      </div>
    </section>
  );
}

function useSettings({ tool, model, seed, steps, guidance, sampler, size }: Provenance): readonly Fact[] {
  const { t } = useTranslation('library');
  const settings: readonly (readonly [string, string | number | null])[] = [
    [t('prompt.tool'), tool === 'other' ? null : TOOL_NAMES[tool]],
    [t('prompt.model'), model],
    [t('prompt.seedName'), seed],
    [t('prompt.steps'), steps],
    [t('prompt.guidance'), guidance],
    [t('prompt.sampler'), sampler],
    [t('prompt.size'), size === null ? null : `${size.width} × ${size.height}`],
  ];
  return settings.flatMap(([name, value]) =>
    value === null ? [] : [{ name, value: String(value), whole: String(value) }],
  );
}
