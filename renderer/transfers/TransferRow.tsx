import { Progress } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowUp,
  IconFolderOpen,
  IconPhotoSearch,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
  IconX,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { CommandName } from '../../shared/contract';
import type { TransferItem } from '../../shared/transfer';
import { ask } from '../bridge';
import { revealAsset } from '../navigation';
import { FailureNotice } from '../ui/FailureNotice';
import { IconButton } from '../ui/IconButton';
import { MiddleTruncate } from '../ui/MiddleTruncate';
import { placeOf, useTransferWords } from './transfer-words';
import { TransferPicture } from './TransferPicture';
import classes from './TransferRow.module.css';

type OneCommand = Extract<CommandName, 'transfers.pause' | 'transfers.resume' | 'transfers.retry' | 'transfers.cancel'>;

function run(command: OneCommand, item: TransferItem): void {
  drop(ask(command, { which: [item.id] }));
}

/** One transfer: what it is, how far it is, and what can be done about it. */
export function TransferRow({ item, onDecide }: { readonly item: TransferItem; readonly onDecide: () => void }) {
  const { t } = useTranslation('transfers');
  const words = useTransferWords()(item);
  const Direction = item.direction === 'upload' ? IconArrowUp : IconArrowDown;
  const place = placeOf(item);
  return (
    <div className={classes['row']} data-tone={words.tone}>
      <TransferPicture item={item} />
      <div className={classes['main']}>
        <div className={classes['name']}>
          <MiddleTruncate text={item.name} />
        </div>
        {item.state.kind === 'failed' ? (
          <FailureNotice plain failure={item.state.failure} own={{ retry: () => run('transfers.retry', item) }} />
        ) : (
          <div className={classes['story']}>
            <Direction size={13} aria-hidden />
            <span className={classes['place']}>
              {t(item.direction === 'upload' ? 'toBucket' : 'fromBucket', { place })}
            </span>
            <span aria-hidden>·</span>
            <span className={classes['fact']}>{words.story}</span>
          </div>
        )}
        {words.progress !== null && (
          <Progress value={words.progress * 100} aria-label={item.name} className={classes['bar'] ?? ''} />
        )}
      </div>
      <span className={classes['state']}>{words.state}</span>
      <RowActions item={item} onDecide={onDecide} />
    </div>
  );
}

interface Action {
  readonly label: string;
  readonly icon: ReactNode;
  readonly act: () => void;
}

function RowActions({ item, onDecide }: { readonly item: TransferItem; readonly onDecide: () => void }) {
  const actions = useRowActions(item, onDecide);
  return (
    <div className={classes['actions']}>
      {actions.map(({ label, icon, act }) => (
        <IconButton key={label} label={label} onClick={act}>
          {icon}
        </IconButton>
      ))}
    </div>
  );
}

function useRowActions(item: TransferItem, onDecide: () => void): readonly Action[] {
  const { t } = useTranslation('transfers');
  const size = 17;
  const pause: Action = {
    label: t('pause'),
    icon: <IconPlayerPause size={size} />,
    act: () => run('transfers.pause', item),
  };
  const resume: Action = {
    label: t('resume'),
    icon: <IconPlayerPlay size={size} />,
    act: () => run('transfers.resume', item),
  };
  const retry: Action = {
    label: t('retry'),
    icon: <IconRefresh size={size} />,
    act: () => run('transfers.retry', item),
  };
  const cancel: Action = { label: t('cancel'), icon: <IconX size={size} />, act: () => run('transfers.cancel', item) };
  const decide: Action = { label: t('decide'), icon: <IconPhotoSearch size={size} />, act: onDecide };
  const show: Action =
    item.direction === 'upload'
      ? { label: t('showInLibrary'), icon: <IconPhotoSearch size={size} />, act: () => revealAsset(item) }
      : {
          label: t('reveal'),
          icon: <IconFolderOpen size={size} />,
          act: () => drop(ask('app.revealTransfer', { transferId: item.id })),
        };
  switch (item.state.kind) {
    case 'queued':
    case 'moving':
    case 'verifying':
      return [pause, cancel];
    case 'paused':
      return [resume, cancel];
    case 'waiting':
      return [retry, cancel];
    case 'failed':
      return [retry, cancel];
    case 'conflict':
      return [decide, cancel];
    case 'done':
      return [show];
    case 'skipped':
      return [];
  }
}
