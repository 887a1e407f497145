import {
  IconFolderOpen,
  IconHelpCircle,
  IconLink,
  IconPhotoSearch,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
  IconX,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert';
import { drop } from '../../shared/drop';
import type { Failure } from '../../shared/failure';
import type { TransferItem } from '../../shared/transfer';
import { copyLinks } from '../links/copy-links';
import { IconButton } from '../ui/IconButton';
import { showInLibrary } from '../ui/show-in-library';
import { order } from './order';
import { PlaceMenu } from './PlaceMenu';
import classes from './TransferRow.module.css';

const ICONS = {
  pause: IconPlayerPause,
  resume: IconPlayerPlay,
  retry: IconRefresh,
  cancel: IconX,
  decide: IconHelpCircle,
  copyLink: IconLink,
  showInLibrary: IconPhotoSearch,
  reveal: IconFolderOpen,
} as const;

type ActionName = keyof typeof ICONS;

interface RowActionsProps {
  readonly item: TransferItem;
  readonly onDecide: () => void;
}

/** What can be done about a transfer as it stands. */
export function RowActions({ item, onDecide }: RowActionsProps) {
  const { t } = useTranslation('transfers');
  return (
    <div className={classes['actions']}>
      {actionsFor(item).map((name) => {
        const Icon = ICONS[name];
        return (
          <IconButton key={name} label={t(name)} onClick={() => act(name, item, onDecide)}>
            <Icon size={17} />
          </IconButton>
        );
      })}
      {isMovable(item) && <PlaceMenu item={item} />}
    </div>
  );
}

/** The button of a failure that already says "Try again" needs no second one beside it. */
export function hasOwnRetry({ action }: Failure): boolean {
  return action === 'retry' || action === 'free-space';
}

/** It waits in the queue, and its place there can be changed. */
export function isMovable({ state }: TransferItem): boolean {
  return state.kind === 'queued' || state.kind === 'waiting' || state.kind === 'paused';
}

function actionsFor({ state, direction }: TransferItem): readonly ActionName[] {
  switch (state.kind) {
    case 'queued':
    case 'moving':
    case 'verifying':
      return ['pause', 'cancel'];
    case 'paused':
      return ['resume', 'cancel'];
    case 'waiting':
      return ['retry', 'cancel'];
    case 'failed':
      return hasOwnRetry(state.failure) ? ['cancel'] : ['retry', 'cancel'];
    case 'conflict':
      return ['decide', 'cancel'];
    case 'done':
      return direction === 'download' ? ['reveal'] : ['copyLink', 'showInLibrary'];
    case 'skipped':
      return [];
    default:
      return assertNever(state);
  }
}

function act(name: ActionName, item: TransferItem, onDecide: () => void): void {
  switch (name) {
    case 'pause':
    case 'resume':
    case 'retry':
    case 'cancel':
      return order(`transfers.${name}`, { which: [item.id] });
    case 'decide':
      return onDecide();
    case 'copyLink':
      return drop(copyLink(item));
    case 'showInLibrary':
      return drop(showInLibrary(item));
    case 'reveal':
      return order('app.revealTransfer', { transferId: item.id });
    default:
      return assertNever(name);
  }
}

/** Puts the link of what has arrived on the clipboard and says what it is good for. */
function copyLink({ connectionId, assetId }: TransferItem): Promise<boolean> {
  return copyLinks([{ kind: 'assets', connectionId, assetIds: [assetId] }]);
}
