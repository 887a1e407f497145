import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert';
import { prefixOfKey } from '../../shared/keys';
import type { TransferItem } from '../../shared/transfer';
import { failureWords } from '../ui/failure-words';
import { formatBytes, formatDuration, formatSpeed, formatTime } from '../ui/format';

export type Tone = 'quiet' | 'accent' | 'good' | 'warn' | 'bad';

export interface TransferWords {
  /** One word or two: `sending`. */
  readonly state: string;
  /** The rest of the story, for the second line. */
  readonly story: string;
  readonly tone: Tone;
  /** 0 to 1 while it can be told; null for no bar. */
  readonly progress: number | null;
}

/** A transfer in words. */
export function useTransferWords(): (item: TransferItem) => TransferWords {
  const { t } = useTranslation('transfers');
  return (item) => {
    const { state } = item;
    const plain = (name: 'queued' | 'skipped' | 'conflict', tone: Tone): TransferWords => ({
      state: t(`state.${name}`),
      story: formatBytes(item.size),
      tone,
      progress: null,
    });
    switch (state.kind) {
      case 'queued':
        return plain('queued', 'quiet');
      case 'skipped':
        return plain('skipped', 'quiet');
      case 'conflict':
        return plain('conflict', 'warn');
      case 'moving':
        return {
          state: t(item.direction === 'upload' ? 'state.sending' : 'state.receiving'),
          story: movingStory(item.size, state.movedBytes, state.bytesPerSecond, t),
          tone: 'accent',
          progress: share(state.movedBytes, item.size),
        };
      case 'verifying':
        return { state: t('state.verifying'), story: formatBytes(item.size), tone: 'accent', progress: 1 };
      case 'paused':
        return {
          state: t('state.paused'),
          story: t('moving', { moved: formatBytes(state.movedBytes), total: formatBytes(item.size) }),
          tone: 'quiet',
          progress: share(state.movedBytes, item.size),
        };
      case 'waiting':
        return {
          state: t('waitingUntil', { time: formatTime(state.until) }),
          story: failureWords(state.failure).title,
          tone: 'warn',
          progress: null,
        };
      case 'failed':
        return { state: t('state.failed'), story: failureWords(state.failure).title, tone: 'bad', progress: null };
      case 'done':
        return {
          state: t('state.done'),
          story: `${formatBytes(item.size)} · ${t(`verified.${state.verified}`)}`,
          tone: 'good',
          progress: null,
        };
      default:
        return assertNever(state);
    }
  };
}

type Words = ReturnType<typeof useTranslation<'transfers'>>['t'];

function movingStory(size: number, moved: number, speed: number, t: Words): string {
  const amount = t('moving', { moved: formatBytes(moved), total: formatBytes(size) });
  if (speed <= 0) return amount;
  const left = t('speedLeft', { speed: formatSpeed(speed), duration: formatDuration((size - moved) / speed) });
  return `${amount} · ${left}`;
}

/** A share between 0 and 1; an empty file is all there from the start. */
export function share(part: number, whole: number): number {
  return whole <= 0 ? 1 : Math.min(1, part / whole);
}

/** `bucket/folder/`: where an object lies. */
export function placeOf(item: TransferItem): string {
  return `${item.bucket}/${prefixOfKey(item.key)}`;
}
