import { Button, CopyButton, Spoiler } from '@mantine/core';
import { IconCheck, IconCopy, IconSparkles } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { GenerationFacts } from '../../shared/generation';
import type { AssetRow } from '../../shared/library';
import { generateFrom } from '../navigation';
import { IconButton } from '../ui/IconButton';
import { runAgain } from './run-again';
import { useLibrary } from './library-model';
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
      <div className={classes['promptHead']}>
        <IconSparkles size={16} stroke={1.7} aria-hidden />
        <h3>{t('prompt.title')}</h3>
        <CopyButton value={facts.prompt}>
          {({ copied, copy }) => (
            <IconButton size="sm" label={copied ? t('prompt.copied') : t('prompt.copy')} onClick={copy}>
              {copied ? <IconCheck size={15} /> : <IconCopy size={15} stroke={1.7} />}
            </IconButton>
          )}
        </CopyButton>
      </div>
      <Spoiler maxHeight={132} showLabel={t('prompt.more')} hideLabel={t('prompt.less')}>
        <p className={classes['promptText']} data-selectable>
          {facts.prompt}
        </p>
      </Spoiler>
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
