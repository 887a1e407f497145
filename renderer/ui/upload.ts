import i18next from 'i18next';
import { assertNever } from '../../shared/assert';
import type { AddedTransfers } from '../../shared/transfer';
import { KEEP_NAMES } from '../../shared/upload-names';
import type { UploadChoices } from '../../shared/upload-preview';
import { ask, bridge } from '../bridge';
import { readSlice } from '../mirror';
import { navigate, openSetup, uploadPrefix } from '../navigation';
import { failureWords } from './failure-words';
import { formatBytes, formatCount } from './format';
import { notify } from './notify';
import { readMay, tellReadOnly } from './rights';
import { sentences } from './sentences';
import { showUpload, type UploadBatch } from './upload-batch';

/** Where uploads go now; null without a connection. */
export function uploadTarget(): {
  readonly connectionId: string;
  readonly bucket: string;
  readonly prefix: string;
} | null {
  const { profiles, activeId } = readSlice('connections');
  const profile = profiles.find(({ id }) => id === activeId);
  return profile === undefined ? null : { connectionId: profile.id, bucket: profile.bucket, prefix: uploadPrefix() };
}

/** Shows the system's dialog and queues what was picked, into the folder on show. */
export async function pickAndUpload(what: 'files' | 'folder', withOptions = false): Promise<void> {
  const target = uploadTarget();
  if (target === null) return openSetup();
  if (!readMay().write) return tellReadOnly();
  const { bucket: _, ...into } = target;
  const result = await ask('transfers.pickPaths', { what });
  if (!result.ok) notify.failure(result.failure);
  else if (result.value.length > 0) await uploadPaths({ ...into, paths: result.value }, withOptions);
}

/** Queues what was dropped or pasted, into a folder or the one on show. Pictures without a path of their own go by their bytes. */
export async function uploadFiles(files: readonly File[], into: string | null = null): Promise<void> {
  const target = uploadTarget();
  if (target === null) return notify.info({ title: i18next.t('common:drop.noConnection') });
  if (!readMay().write) return tellReadOnly();
  const { connectionId } = target;
  const prefix = into ?? target.prefix;
  const paths = files.map((file) => bridge().pathOfFile(file));
  const onDisk = paths.filter((path) => path !== '');
  const pictures = files.filter((file, index) => paths[index] === '' && file.type.startsWith('image/'));
  if (onDisk.length === 0 && pictures.length === 0) return tellNotFiles();
  if (onDisk.length > 0) {
    await uploadPaths({ connectionId, prefix, paths: onDisk });
  }
  for (const picture of pictures) {
    const bytes = new Uint8Array(await picture.arrayBuffer());
    const result = await ask('transfers.addPasted', { connectionId, prefix, contentType: picture.type, bytes });
    if (result.ok) tellAdded(result.value, connectionId);
    else notify.failure(result.failure);
  }
}

/** Queues a batch, or shows first what it would come to, as the settings or the person wish. */
async function uploadPaths(batch: UploadBatch, withOptions = false): Promise<void> {
  if (withOptions || (await wantsPreview(batch))) showUpload(batch);
  else await addPaths(batch, null);
}

/** Nothing stands in the way of a plain drop: without a wish for other names or pictures nothing is even looked at. */
async function wantsPreview(batch: UploadBatch): Promise<boolean> {
  const { uploads } = readSlice('settings');
  if (uploads.preview !== 'changes') return uploads.preview === 'always';
  const { template, prefix, lowerCase, rules } = uploads;
  const plain = template === KEEP_NAMES.template && prefix === '' && !lowerCase;
  if (plain && rules.every((rule) => rule.conversion === null && rule.location === null)) return false;
  const preview = await ask('transfers.preview', batch);
  return preview.ok && preview.value.changed > 0;
}

/** Queues a batch as it was chosen, and tells what came of it. */
export async function addPaths(batch: UploadBatch, choices: UploadChoices | null): Promise<void> {
  const result = await ask('transfers.addPaths', { ...batch, choices });
  if (result.ok) tellAdded(result.value, batch.connectionId);
  else notify.failure(result.failure);
}

/** Says that what was dropped is no file. */
export function tellNotFiles(): void {
  notify.info({ title: i18next.t('common:drop.notFiles'), text: i18next.t('common:drop.notFilesHelp') });
}

type AddedStory = 'added' | 'some-left-out' | 'nothing';

function storyOf({ added, skippedCount }: AddedTransfers): AddedStory {
  if (added === 0) return 'nothing';
  return skippedCount > 0 ? 'some-left-out' : 'added';
}

/** Tells what was queued and for which bucket, which need not be the one on show any more, and what was left out and why. */
export function tellAdded(result: AddedTransfers, connectionId: string): void {
  const story = storyOf(result);
  const { t } = i18next;
  const count = (n: number) => ({ count: n, formatted: formatCount(n) });
  const title = t('common:added.title', count(result.added));
  const action = { label: t('common:added.show'), run: () => navigate('transfers') };
  const first = result.skipped[0];
  const sentence = (words: string): string => t('common:sentence', { words });
  const hidden = result.hidden === 0 ? '' : sentence(t('common:added.hidden', count(result.hidden)));
  const mended = result.mended === 0 ? '' : sentence(t('common:added.mended', count(result.mended)));
  const why = first === undefined ? '' : failureWords(first.failure).help;
  switch (story) {
    case 'nothing':
      if (result.skippedCount > 0)
        notify.bad({ title: t('common:added.skipped', count(result.skippedCount)), text: sentences(why, hidden) });
      else notify.info({ title: t('common:added.nothing'), text: hidden });
      return;
    case 'some-left-out': {
      const skipped = sentence(t('common:added.skipped', count(result.skippedCount)));
      return notify.info({ title, text: sentences(skipped, why, hidden, mended), action });
    }
    case 'added': {
      const bucket = readSlice('connections').profiles.find(({ id }) => id === connectionId)?.bucket ?? '';
      const text = t('common:added.size', { size: formatBytes(result.totalBytes), bucket });
      if (hidden === '' && mended === '') return notify.good({ title, text, action });
      return notify.info({ title, text: sentences(sentence(text), hidden, mended), action });
    }
    default:
      assertNever(story);
  }
}

/** Tells what was queued to come down, and when the disk has no room for it. */
export function tellFetching({ added, totalBytes, freeBytes }: AddedTransfers): void {
  const { t } = i18next;
  const action = { label: t('common:added.show'), run: () => navigate('transfers') };
  const size = formatBytes(totalBytes);
  if (freeBytes !== undefined) {
    const text = t('common:added.noRoomHelp', { size, free: formatBytes(freeBytes) });
    return notify.bad({ title: t('common:added.noRoom'), text, action });
  }
  const title = t('common:added.title', { count: added, formatted: formatCount(added) });
  notify.good({ title, text: t('common:added.down', { size }), action });
}
