import { Progress } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowRight,
  IconArrowUp,
  IconCopy,
  IconFileSettings,
  IconFileZip,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../shared/failure';
import type { TransferItem } from '../../shared/transfer';
import { mendingOf, type OwnActions } from '../ui/failure-action';
import { FailureNotice } from '../ui/FailureNotice';
import { MiddleTruncate } from '../ui/MiddleTruncate';
import { order } from './order';
import { RowActions } from './RowActions';
import { type TransferWords, useTransferWords, wayWords } from './transfer-words';
import { TransferPicture } from './TransferPicture';
import classes from './TransferRow.module.css';

/** One transfer: what it is, how far it is, and what can be done about it. */
export function TransferRow({ item, onDecide }: { readonly item: TransferItem; readonly onDecide: () => void }) {
  const words = useTransferWords()(item);
  return (
    <div className={classes['row']} data-tone={words.tone} data-state={item.state.kind}>
      <TransferPicture item={item} />
      <div className={classes['main']}>
        <div className={classes['name']}>
          <MiddleTruncate text={item.name} />
        </div>
        <Story item={item} words={words} />
        {words.progress !== null && (
          <Progress
            value={words.progress * 100}
            color={words.tone === 'accent' ? 'ember.5' : 'gray.6'}
            aria-label={item.name}
            className={classes['bar'] ?? ''}
          />
        )}
      </div>
      <span className={classes['state']}>{words.state}</span>
      <RowActions item={item} onDecide={onDecide} />
    </div>
  );
}

function ownActions({ id, direction, connectionId }: TransferItem, failure: Failure): OwnActions {
  return {
    ...mendingOf(connectionId, failure),
    retry: () => order('transfers.retry', { which: [id] }),
    ...(direction === 'download' && { 'choose-another-folder': () => order('transfers.relocate', { which: [id] }) }),
  };
}

function directionIcon({ direction, copy }: TransferItem) {
  if (copy?.edits === true) return IconFileSettings;
  if (copy !== null) return copy.move ? IconArrowRight : IconCopy;
  if (direction === 'pack') return IconFileZip;
  return direction === 'upload' ? IconArrowUp : IconArrowDown;
}

interface StoryProps {
  readonly item: TransferItem;
  readonly words: TransferWords;
}

function Story({ item, words }: StoryProps) {
  const { t } = useTranslation('transfers');
  if (item.state.kind === 'failed')
    return <FailureNotice plain quiet failure={item.state.failure} own={ownActions(item, item.state.failure)} />;
  const Direction = directionIcon(item);
  return (
    <div className={classes['story']}>
      <Direction size={13} aria-hidden />
      <span className={classes['place']}>{wayWords(item, t)}</span>
      <span aria-hidden>·</span>
      <span className={classes['fact']}>{words.story}</span>
    </div>
  );
}
