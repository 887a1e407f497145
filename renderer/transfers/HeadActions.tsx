import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { useSlice } from '../mirror';
import { confirm } from '../ui/confirm';
import { order } from './order';
import { unfinishedOf } from './summary-words';
import classes from './TransfersScreen.module.css';

/** What can be done about the whole queue. */
export function HeadActions() {
  const { t } = useTranslation('transfers');
  const { summary } = useSlice('transfers');
  const { counts } = summary;
  const unfinished = unfinishedOf(summary);
  const finished = counts.done + counts.skipped;
  return (
    <div className={classes['actions']}>
      {counts.failed > 0 && (
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} />}
          onClick={() => order('transfers.retry', { which: 'all' })}
        >
          {t('retryFailed')}
        </Button>
      )}
      {unfinished > 0 && <PauseOrResume />}
      {unfinished > 1 && (
        <Button variant="subtle" color="gray" onClick={() => drop(cancelAll(t))}>
          {t('cancelAll')}
        </Button>
      )}
      {finished > 0 && (
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconTrash size={16} />}
          onClick={() => order('transfers.clearFinished', null)}
        >
          {t('clear')}
        </Button>
      )}
    </div>
  );
}

function PauseOrResume() {
  const { t } = useTranslation('transfers');
  const { counts, paused } = useSlice('transfers').summary;
  const standing = paused || (counts.paused > 0 && counts.moving + counts.queued === 0);
  const Icon = standing ? IconPlayerPlay : IconPlayerPause;
  return (
    <Button
      variant="default"
      leftSection={<Icon size={16} />}
      onClick={() => order(standing ? 'transfers.resume' : 'transfers.pause', { which: 'all' })}
    >
      {t(standing ? 'resumeAll' : 'pauseAll')}
    </Button>
  );
}

async function cancelAll(t: ReturnType<typeof useTranslation<'transfers'>>['t']): Promise<void> {
  const question = { title: t('cancelAllTitle'), text: t('cancelAllText'), confirm: t('cancelAll'), danger: true };
  if (await confirm(question)) order('transfers.cancel', { which: 'all' });
}
