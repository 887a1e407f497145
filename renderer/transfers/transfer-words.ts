import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert';
import type { Failure } from '../../shared/failure';
import { nameOfKey, prefixOfKey } from '../../shared/keys';
import type { TransferItem, TransferState } from '../../shared/transfer';
import { useSlice } from '../mirror';
import { conversionWords, locationWords } from '../ui/conversion-words';
import { failureWords } from '../ui/failure-words';
import { formatBytes, formatCount, formatDuration, formatSpeed, formatTime } from '../ui/format';

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

type Moving = Extract<TransferState, { kind: 'moving' }>;
export type Words = ReturnType<typeof useTranslation<'transfers'>>['t'];

/** A transfer in words. What waits in the line of a connection that stands still says so. */
export function useTransferWords(): (item: TransferItem) => TransferWords {
  const { t } = useTranslation('transfers');
  const { troubles } = useSlice('transfers').summary;
  const still = new Set(troubles.map(({ connectionId }) => connectionId));
  return (item) => {
    const words = withOrigin(withConversion(zipWords(wordsOf(item, t), item, t), item), item);
    return item.state.kind === 'queued' && still.has(item.connectionId)
      ? { ...words, state: t('state.waiting') }
      : words;
  };
}

function withConversion(words: TransferWords, item: TransferItem): TransferWords {
  const changes = [conversionWords(item), locationWords(item)].filter((said) => said !== null);
  return { ...words, story: [words.story, ...changes].join(' · ') };
}

/** What nobody dropped here says where it comes from. */
function withOrigin(words: TransferWords, { origin }: TransferItem): TransferWords {
  if (origin !== 'watched' && origin !== 'script') return words;
  const from = i18next.t(origin === 'watched' ? 'watch:from' : 'watch:script');
  return { ...words, story: words.story === '' ? from : `${words.story} · ${from}` };
}

function wordsOf(item: TransferItem, t: Words): TransferWords {
  const { state, size } = item;
  const still = { progress: null, story: formatBytes(size) };
  switch (state.kind) {
    case 'queued':
      return { ...still, ...begunWords(item, state.movedBytes ?? 0, t), state: t('state.queued'), tone: 'quiet' };
    case 'skipped':
      return { ...still, state: t(state.identical === true ? 'state.identical' : 'state.skipped'), tone: 'quiet' };
    case 'conflict':
      return { ...still, state: t('state.conflict'), tone: 'warn' };
    case 'moving':
      return movingWords(item, state, t);
    case 'verifying':
      return { ...still, state: t('state.verifying'), tone: 'accent', progress: 1 };
    case 'paused': {
      const story = movedStory(state.movedBytes, size, t);
      return { state: t('state.paused'), story, tone: 'quiet', progress: share(state.movedBytes, size) };
    }
    case 'waiting': {
      const until = state.until === null ? t('state.waiting') : t('waitingUntil', { time: formatTime(state.until) });
      const { story, progress } = begunWords(item, state.movedBytes, t);
      const cause = waitingStory(state.failure, t);
      return { state: until, story: progress === null ? cause : `${cause} · ${story}`, tone: 'warn', progress };
    }
    case 'failed':
      return { ...still, state: t('state.failed'), story: failureWords(state.failure).title, tone: 'bad' };
    case 'done': {
      const story = `${formatBytes(size)} · ${t(`verified.${state.verified}`)}`;
      return { ...still, state: t('state.done'), story, tone: 'good' };
    }
    default:
      return assertNever(state);
  }
}

/** Of a ZIP file, how much goes into it; and that it has no middle to go on from. */
function zipWords(words: TransferWords, { zipped, state }: TransferItem, t: Words): TransferWords {
  if (zipped === undefined || state.kind === 'moving') return words;
  const begun = state.kind === 'paused' || state.kind === 'waiting';
  const parts = [t('zipped', { count: zipped, formatted: formatCount(zipped) }), words.story];
  return { ...words, story: [...parts, ...(begun ? [t('zipBeginsAnew')] : [])].join(' · ') };
}

/** Of what does not move: how far it had come, if it had. */
function begunWords({ size }: TransferItem, movedBytes: number, t: Words): Pick<TransferWords, 'story' | 'progress'> {
  if (movedBytes === 0) return { story: formatBytes(size), progress: null };
  return { story: movedStory(movedBytes, size, t), progress: share(movedBytes, size) };
}

function movedStory(movedBytes: number, size: number, t: Words): string {
  return t('moving', { moved: formatBytes(movedBytes), total: formatBytes(size) });
}

function waitingStory(cause: Failure, t: Words): string {
  const { title } = failureWords(cause);
  return cause.code === 'file-missing' ? `${title} · ${t('waitsForFile')}` : title;
}

function movingWords(item: TransferItem, state: Moving, t: Words): TransferWords {
  const { movedBytes, bytesPerSecond } = state;
  return {
    state: t(movingState(item)),
    story: `${movingStory(item.size, movedBytes, bytesPerSecond, t)}${item.beganAnew ? ` · ${t('beganAnew')}` : ''}`,
    tone: 'accent',
    progress: share(movedBytes, item.size),
  };
}

function movingState(item: TransferItem) {
  if (item.copy?.edits === true) return 'state.editing';
  if (item.direction === 'pack') return 'state.packing';
  if (item.copy !== null) return item.copy.move ? 'state.relocating' : 'state.copying';
  return item.direction === 'upload' ? 'state.sending' : 'state.receiving';
}

/** Where it goes, or where it comes from. */
export function wayWords(item: TransferItem, t: Words): string {
  const place = placeOf(item);
  if (item.copy === null) return t(item.direction === 'download' ? 'fromBucket' : 'toBucket', { place });
  if (item.copy.edits === true) return t('editedIn', { place });
  const isRenamed =
    item.copy.move &&
    prefixOfKey(item.copy.key) === prefixOfKey(item.key) &&
    item.copy.connectionId === item.connectionId;
  if (isRenamed) return t('renamedFrom', { name: nameOfKey(item.copy.key) });
  if (item.state.kind === 'done') return t('toBucket', { place });
  return t(item.copy.move ? 'movedTo' : 'copiedTo', { place });
}

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

/** A local path in its two halves, as any system writes it. */
export function splitPath(path: string): { readonly name: string; readonly folder: string } {
  const end = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return { name: path.slice(end + 1), folder: path.slice(0, Math.max(end, 0)) };
}
