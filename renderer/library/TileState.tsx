import { Button, Progress, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconClock, IconPlayerPause } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert';
import type { Failure } from '../../shared/failure';
import type { TransferItem } from '../../shared/transfer';
import { failureSentences, failureWords } from '../ui/failure-words';
import { formatPercent, formatSpeed } from '../ui/format';
import { shareOf, stateWords } from './row-words';
import classes from './TileState.module.css';

interface TileStateProps {
  readonly transfer: TransferItem;
  /** Offers another try of what failed. */
  readonly again?: boolean;
}

/** How the upload of a tile stands, over its picture, so that nothing moves when it changes. */
export function TileState({ transfer, again = true }: TileStateProps) {
  const { state } = transfer;
  switch (state.kind) {
    case 'moving':
      return <Moving transfer={transfer} note={formatSpeed(state.bytesPerSecond)} />;
    case 'verifying':
      return <Moving transfer={transfer} note={null} />;
    case 'paused':
      return <Moving transfer={transfer} note={null} icon={<IconPlayerPause size={13} />} />;
    case 'queued':
    case 'waiting':
    case 'conflict':
      return <Waiting transfer={transfer} />;
    case 'failed':
      return <Failed failure={state.failure} name={transfer.name} again={again} />;
    case 'done':
    case 'skipped':
      return null;
    default:
      return assertNever(state);
  }
}

interface MovingProps {
  readonly transfer: TransferItem;
  readonly note: string | null;
  readonly icon?: React.ReactNode;
}

function Moving({ transfer, note, icon }: MovingProps) {
  const share = shareOf(transfer) ?? 0;
  return (
    <div className={classes['fade']} aria-hidden>
      <div className={classes['line']}>
        {icon}
        <span className={classes['words']}>{[stateWords(transfer), note].filter(Boolean).join(' · ')}</span>
        <span className={classes['share']}>{formatPercent(share)}</span>
      </div>
      <Progress value={share * 100} size={4} classNames={{ root: classes['bar'] ?? '' }} transitionDuration={120} />
    </div>
  );
}

function Waiting({ transfer }: { readonly transfer: TransferItem }) {
  const Icon = transfer.state.kind === 'conflict' ? IconAlertTriangle : IconClock;
  return (
    <div className={classes['fade']} data-quiet aria-hidden>
      <div className={classes['line']}>
        <Icon size={14} />
        <span className={classes['words']}>{stateWords(transfer)}</span>
      </div>
    </div>
  );
}

interface FailedProps {
  readonly failure: Failure;
  readonly name: string;
  readonly again: boolean;
}

function Failed({ failure, name, again }: FailedProps) {
  const { t } = useTranslation();
  const { title } = failureWords(failure);
  return (
    <div className={classes['failed']}>
      <Tooltip label={failureSentences(failure)} multiline w={280} openDelay={150}>
        <div className={classes['line']} aria-hidden>
          <IconAlertTriangle size={15} />
          <span className={classes['words']}>{title}</span>
        </div>
      </Tooltip>
      {again && (
        <Button
          size="compact-xs"
          variant="white"
          color="dark"
          tabIndex={-1}
          data-action="retry"
          aria-label={`${t('action.retry')}: ${name}`}
        >
          {t('action.retry')}
        </Button>
      )}
    </div>
  );
}
