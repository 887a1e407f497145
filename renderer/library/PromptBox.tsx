import { Button } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { GenerationFacts } from '../../shared/generation';
import type { AssetRow } from '../../shared/library';
import { generateFrom } from '../navigation';
import { runAgain } from './run-again';
import { useLibrary } from './library-model';
import { PromptText } from './PromptText';
import classes from './Inspector.module.css';

interface PromptBoxProps {
  readonly facts: GenerationFacts;
  readonly row: AssetRow;
}

/** What a picture was made from, and the way to more of it. */
export function PromptBox({ facts, row }: PromptBoxProps) {
  const { t } = useTranslation('library');
  const { view } = useLibrary();
  const made = [facts.model, facts.seed === null ? null : t('prompt.seed', { seed: facts.seed })];
  return (
    <section className={classes['prompt']} aria-label={t('prompt.title')}>
      <PromptText title={t('prompt.title')} text={facts.prompt} copyLabel={t('prompt.copy')} icon={IconSparkles} />
      <p className={classes['promptNote']}>{made.filter((part) => part !== null).join(' · ')}</p>
      <div className={classes['promptActions']}>
        <Button size="compact-sm" variant="light" onClick={() => drop(runAgain(view.connectionId, facts, row))}>
          {t('prompt.runAgain')}
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => generateFrom(facts)}>
          {t('prompt.useSettings')}
        </Button>
      </div>
    </section>
  );
}
