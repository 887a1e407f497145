import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { GenerationFacts } from '../../shared/generation';
import type { AssetRow } from '../../shared/library';
import { styleName } from '../ui/style-words';
import { useSlice } from '../mirror';
import { generateFrom } from '../navigation';
import { formatDateTime, formatDay } from '../ui/format';
import { providerName } from '../ui/provider-words';
import { type Fact, knownFacts } from './Facts';
import { runAgain } from './run-again';
import { useLibrary } from './library-model';
import { PromptSection } from './PromptSection';

interface PromptBoxProps {
  readonly facts: GenerationFacts;
  readonly row: AssetRow;
}

/** What the app made a picture from, and the way to more of it. */
export function PromptBox({ facts, row }: PromptBoxProps) {
  const { t } = useTranslation('library');
  const { view } = useLibrary();
  const { prompt, negativePrompt } = facts;
  return (
    <PromptSection prompt={prompt} negative={negativePrompt === '' ? null : negativePrompt} facts={useMade(facts)}>
      <Button size="compact-sm" variant="light" onClick={() => drop(runAgain(view.connectionId, facts, row))}>
        {t('prompt.runAgain')}
      </Button>
      <Button size="compact-sm" variant="subtle" color="gray" onClick={() => generateFrom(facts)}>
        {t('prompt.useSettings')}
      </Button>
    </PromptSection>
  );
}

function useMade(facts: GenerationFacts): readonly Fact[] {
  const { t } = useTranslation(['library', 'generate']);
  const { providers } = useSlice('generation');
  const { provider, model, style, seed, steps, guidance, seconds, extra, createdAt } = facts;
  const known = providers.find(({ id }) => id === provider);
  return [
    ...knownFacts([
      [t('prompt.tool'), known === undefined ? provider : providerName(known)],
      [t('prompt.model'), model],
      [t('generate:style'), style === null ? null : styleName(style)],
      [t('prompt.seedName'), seed],
      [t('prompt.steps'), steps],
      [t('prompt.guidance'), guidance],
      [t('generate:length'), seconds === null ? null : t('generate:secondsShort', { seconds })],
      ...Object.entries(extra ?? {}).map(([name, value]): [string, string] => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    ]),
    { name: t('prompt.made'), value: formatDay(createdAt), whole: formatDateTime(createdAt) },
  ];
}
