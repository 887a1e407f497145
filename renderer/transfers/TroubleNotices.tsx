import { Button, Loader } from '@mantine/core';
import { IconAlertTriangle, IconPlugConnectedX, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert';
import type { ConnectionTrouble } from '../../shared/transfer';
import { useSlice } from '../mirror';
import { useBucketWords } from '../ui/connection-words';
import { failureHandler, mendingOf } from '../ui/failure-action';
import { failureWords } from '../ui/failure-words';
import { formatTime } from '../ui/format';
import { sentences } from '../ui/sentences';
import { order } from './order';
import { titleOfAway } from './trouble-words';
import classes from './TroubleNotices.module.css';

/** Why connections stand still, once each, with what helps. */
export function TroubleNotices() {
  const { troubles } = useSlice('transfers').summary;
  return troubles.map((trouble) => <TroubleNotice key={trouble.connectionId} trouble={trouble} />);
}

function TroubleNotice({ trouble }: { readonly trouble: ConnectionTrouble }) {
  switch (trouble.kind) {
    case 'away':
      return <Away trouble={trouble} />;
    case 'held':
      return <Held trouble={trouble} />;
    default:
      return assertNever(trouble);
  }
}

function useBucketOf(connectionId: string): string | null {
  const { profiles } = useSlice('connections');
  const bucketWords = useBucketWords();
  const profile = profiles.find(({ id }) => id === connectionId);
  return profiles.length > 1 && profile !== undefined ? bucketWords(profile) : null;
}

function Away({ trouble }: { readonly trouble: ConnectionTrouble & { readonly kind: 'away' } }) {
  const { t } = useTranslation(['transfers', 'common']);
  const bucket = useBucketOf(trouble.connectionId);
  const when = trouble.until === null ? t('trouble.asking') : t('trouble.nextTry', { time: formatTime(trouble.until) });
  const title = t(`trouble.${titleOfAway(trouble.failure)}`);
  const cause = t('common:sentence', { words: failureWords(trouble.failure).title });
  return (
    <div className={classes['notice']} role="status" data-kind="away">
      {trouble.until === null ? (
        <Loader size={18} aria-hidden />
      ) : (
        <IconPlugConnectedX size={20} className={classes['icon'] ?? ''} aria-hidden />
      )}
      <div className={classes['text']}>
        <div className={classes['title']}>{bucket === null ? title : `${title} · ${bucket}`}</div>
        <div className={classes['help']}>
          {/* With the blank that the language sets, if it does, before what stays in one line. */}
          {t('common:sentences', { before: sentences(cause, t('trouble.goesOn')), after: '' })}
          <span className={classes['when']}>{when}</span>
        </div>
      </div>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconRefresh size={15} />}
        disabled={trouble.until === null}
        onClick={() => order('transfers.release', { connectionId: trouble.connectionId })}
      >
        {t('trouble.tryNow')}
      </Button>
    </div>
  );
}

function Held({ trouble }: { readonly trouble: ConnectionTrouble & { readonly kind: 'held' } }) {
  const { t } = useTranslation(['transfers', 'common']);
  const { connectionId, failure } = trouble;
  const bucket = useBucketOf(connectionId);
  const { title, help } = failureWords(failure);
  const retry = (): void => order('transfers.release', { connectionId });
  const mend = failureHandler(failure, { retry, ...mendingOf(connectionId, failure) });
  const action = failure.action === 'retry' || failure.action === 'none' || mend === null ? null : failure.action;
  return (
    <div className={classes['notice']} role="alert" data-kind="held">
      <IconAlertTriangle size={20} className={classes['icon'] ?? ''} aria-hidden />
      <div className={classes['text']}>
        <div className={classes['title']}>{bucket === null ? title : `${title} · ${bucket}`}</div>
        <div className={classes['help']}>{sentences(help, t('trouble.held'))}</div>
      </div>
      <div className={classes['actions']}>
        <Button size="xs" variant={action === null ? 'default' : 'subtle'} color="gray" onClick={retry}>
          {t('retry')}
        </Button>
        {action !== null && mend !== null && (
          <Button size="xs" onClick={mend}>
            {t(`common:action.${action}`)}
          </Button>
        )}
      </div>
    </div>
  );
}
