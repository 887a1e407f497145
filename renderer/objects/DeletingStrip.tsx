import { Button, Loader, Progress, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { Deletion } from '../../shared/library';
import { useFields } from '../mirror';
import { formatCount } from '../ui/format';
import classes from './DeletingStrip.module.css';
import { stopDelete } from './object-actions';

/** What is done in one batch needs no bar. */
const SHOWN_FROM = 500;

/** A line for each large deletion under way: how far it is, and how to end it. */
export function DeletingStrip() {
  const { deleting } = useFields('library', 'deleting');
  return deleting
    .filter(({ total }) => total > SHOWN_FROM)
    .map((deletion) => <Line key={deletion.id} deletion={deletion} />);
}

function Line({ deletion }: { readonly deletion: Deletion }) {
  const { t } = useTranslation('objects');
  const { id, total, done, failed, stopping } = deletion;
  const numbers = { done: formatCount(done), total: formatCount(total) };
  return (
    <section className={classes['strip']} aria-label={t('deleting.label')}>
      <Loader size={14} aria-hidden />
      <span data-figures>{t('deleting.progress', numbers)}</span>
      {failed > 0 && (
        <span className={classes['failed']}>
          {t('deleting.failed', { count: failed, formatted: formatCount(failed) })}
        </span>
      )}
      <Progress
        className={classes['bar'] ?? ''}
        value={((done + failed) / Math.max(total, 1)) * 100}
        color="red.7"
        aria-label={t('deleting.label')}
      />
      <VisuallyHidden role="status">{stopping ? t('deleting.stopping') : ''}</VisuallyHidden>
      <Button size="compact-xs" variant="default" disabled={stopping} onClick={() => drop(stopDelete(id))}>
        {stopping ? t('deleting.stopping') : t('deleting.stop')}
      </Button>
    </section>
  );
}
