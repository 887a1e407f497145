import type { Stats } from 'node:fs';
import { assertNever } from '../../../../shared/assert';
import type { DownloadJob, Fetched, NameTaken } from './download-job';
import { compareLocal } from './file-proof';
import { lookAt, numberedPath, removeQuietly } from './part-file';
import type { DownloadRecord } from '../journal/records';
import { fingerprintOf, isSame } from '../source-file';

/** The name is the download's to take; `replaces`: from what has it now. */
export interface Free {
  readonly kind: 'free';
  readonly replaces: boolean;
}

/** Decides about the local name as things stand; where both are kept, the record gets another name. */
export async function choosePlace(job: DownloadJob, signal: AbortSignal): Promise<Free | NameTaken> {
  const there = await lookAt(job.record().localPath);
  if (there === null) return { kind: 'free', replaces: false };
  // Nothing takes the place of a folder.
  const rule = there.isDirectory() ? 'keep-both' : job.rule();
  switch (rule) {
    case 'ask':
      return taken(there, job.record());
    case 'skip':
      return { kind: 'skipped', identical: false };
    case 'skip-identical': {
      const comparison = await compareLocal(job, there, signal);
      return comparison === 'same'
        ? { kind: 'skipped', identical: true }
        : { ...taken(there, job.record()), compared: comparison };
    }
    case 'replace':
      return { kind: 'free', replaces: true };
    case 'keep-both':
      job.note({ localPath: await freePath(job) });
      return { kind: 'free', replaces: false };
    default:
      return assertNever(rule);
  }
}

function taken(there: Stats, { modified }: DownloadRecord): NameTaken & { readonly kind: 'taken' } {
  const existing = { size: there.size, modified: there.mtimeMs };
  return { kind: 'taken', existing, ...(modified === null ? {} : { incoming: modified }) };
}

async function freePath(job: DownloadJob): Promise<string> {
  const { localPath } = job.record();
  for (let n = 2; ; n++) {
    const path = numberedPath(localPath, n);
    if ((await lookAt(path)) === null) return path;
  }
}

/** What an earlier try had finished when it was killed between naming the file and saying so; null when none had. */
export async function namedBefore({ whole, localPath, partPath }: DownloadRecord): Promise<Fetched | null> {
  if (whole === null) return null;
  const there = await lookAt(localPath);
  if (there === null || !isSame(fingerprintOf(there), whole.file)) return null;
  if (partPath !== null) await removeQuietly(partPath);
  return { kind: 'fetched', verified: whole.verified, localPath };
}

/** FAT tells times by two seconds. */
const COARSEST_MS = 2000;

/**
 * Without hard links an empty file holds the name until the part has it (`moveBeside`). What a kill in between has left of that is
 * removed: it is nobody's file, about which a person would be asked.
 */
export async function removeHolder({ whole, localPath, partPath }: DownloadRecord): Promise<void> {
  if (whole === null || partPath === null) return;
  const [there, part] = await Promise.all([lookAt(localPath), lookAt(partPath)]);
  if (there === null || part === null) return;
  const { file } = whole;
  const isOurs = there.isFile() && there.size === 0 && there.mtimeMs >= file.mtimeMs - COARSEST_MS;
  if (isOurs && file.size > 0 && part.size === file.size) await removeQuietly(localPath);
}
