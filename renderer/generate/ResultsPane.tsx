import { Button } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { GenerationTask } from '../../shared/generation';
import { useSlice } from '../mirror';
import { EmptyState } from '../ui/EmptyState';
import { formatCount } from '../ui/format';
import { SectionTitle } from '../ui/SectionTitle';
import { changeForm } from './form-store';
import { ResultCard } from './ResultCard';
import { forgettable, isUnderWay, resultsOf, retriable } from './results';
import { sizeName } from './shapes';
import { styleName } from '../ui/style-words';
import { cancelAll, forgetAll, retryAll } from './task-actions';
import classes from './ResultsPane.module.css';

/** What the bucket on show got from Generate: the current batch large, what came before small. */
export function ResultsPane() {
  const { activeId } = useSlice('connections');
  const tasks = useSlice('generation').tasks.filter(({ connectionId }) => connectionId === activeId);
  return tasks.length === 0 ? <NoResults /> : <ResultList tasks={tasks} />;
}

function NoResults() {
  const { t } = useTranslation('generate');
  return (
    <div className={classes['pane']} data-empty>
      <EmptyState icon={<IconSparkles size={36} stroke={1.5} />} title={t('empty')} help={t('emptyHelp')}>
        <Button
          variant="default"
          className={classes['idea'] ?? ''}
          onClick={() => changeForm({ prompt: t('idea.tidal') })}
        >
          {t('emptyTry', { prompt: t('idea.tidal') })}
        </Button>
      </EmptyState>
    </div>
  );
}

function ResultList({ tasks }: { readonly tasks: readonly GenerationTask[] }) {
  const { t } = useTranslation('generate');
  const { now, earlier } = resultsOf(tasks);
  const pane = useRef<HTMLDivElement>(null);
  const newest = tasks[0]?.batchId;
  useEffect(() => {
    pane.current?.scrollTo({ top: 0, behavior: 'smooth' });
  }, [newest]);
  return (
    <div ref={pane} className={classes['pane']}>
      <Heading tasks={tasks} now={now} />
      <Wish tasks={now} />
      <div role="list" aria-label={t('results')}>
        <div className={classes['now']} data-columns={columnsFor(now)}>
          {now.map((task) => (
            <ResultCard key={task.id} task={task} size="large" />
          ))}
        </div>
        {earlier.length > 0 && (
          <>
            {/* Each item tells its own state; a heading between the items of a list would be no part of it. */}
            <div aria-hidden className={classes['between']}>
              {t('earlier')}
            </div>
            <div className={classes['earlier']}>
              {earlier.map((task) => (
                <ResultCard key={task.id} task={task} size="small" />
              ))}
            </div>
          </>
        )}
      </div>
    </div>
  );
}

interface HeadingProps {
  readonly tasks: readonly GenerationTask[];
  readonly now: readonly GenerationTask[];
}

function Heading({ tasks, now }: HeadingProps) {
  const { t } = useTranslation('generate');
  const done = now.filter(({ state }) => state.kind === 'done').length;
  return (
    <SectionTitle title={t('now')} note={t('doneOf', { done: formatCount(done), total: formatCount(now.length) })}>
      <ListActions tasks={tasks} />
    </SectionTitle>
  );
}

const QUIET = { size: 'compact-sm', variant: 'subtle', color: 'gray' } as const;

/** What can be done with all of them. */
function ListActions({ tasks }: { readonly tasks: readonly GenerationTask[] }) {
  const { t } = useTranslation('generate');
  const failed = retriable(tasks).length;
  const underWay = tasks.filter(isUnderWay).length;
  return (
    <div className={classes['actions']}>
      {failed > 1 && (
        <Button {...QUIET} onClick={() => drop(retryAll(tasks))}>
          {t('retryAll', { count: failed, formatted: formatCount(failed) })}
        </Button>
      )}
      {underWay > 1 && (
        <Button {...QUIET} onClick={() => drop(cancelAll(tasks))}>
          {t('cancelAll')}
        </Button>
      )}
      {forgettable(tasks).length > 0 && (
        <Button {...QUIET} onClick={() => drop(forgetAll(tasks))}>
          {t('forgetAll')}
        </Button>
      )}
    </div>
  );
}

/** What was asked for last, under the heading. */
function Wish({ tasks }: { readonly tasks: readonly GenerationTask[] }) {
  const { t } = useTranslation('generate');
  const [task] = tasks;
  if (task === undefined) return null;
  const batch = tasks.filter(({ batchId }) => batchId === task.batchId);
  const others = new Set(batch.map(({ facts }) => facts.prompt)).size - 1;
  const { prompt, model, style } = task.facts;
  return (
    <p className={classes['wish']}>
      <span className={classes['prompt']} title={prompt} data-selectable>
        {prompt}
      </span>
      {others > 0 && (
        <span className={classes['others']}>{t('morePrompts', { count: others, formatted: formatCount(others) })}</span>
      )}
      <span className={classes['made']}>
        {[model, style === null ? null : styleName(style), sizeName(task.size)]
          .filter((part) => part !== null)
          .join(' · ')}
      </span>
    </p>
  );
}

/** As few columns as leave every picture of a batch on one screen, where that can be. */
function columnsFor(tasks: readonly GenerationTask[]): 1 | 2 | 3 {
  const [first] = tasks;
  if (first === undefined || tasks.length === 1) return 1;
  const upright = first.size.height > first.size.width;
  return tasks.length > 4 || (upright && tasks.length > 2) ? 3 : 2;
}
