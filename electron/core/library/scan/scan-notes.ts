import { z } from 'zod';
import type { IndexCalls } from '../index/index-client';
import type { KnownBorders } from './borders';
import { compareKeys } from './key-order';
import { READ_ON } from './read-on';
import type { Unread } from './unread';

/** What the index keeps of its scans: notes, each in order with the pages around it. */

const COMPLETE = 'scan';
const PROGRESS = 'scan-progress';
/** Borders that are kept of a scan. */
const MOST_BORDERS = 256;

const completeScan = z.object({
  /** When it began or, read in one go, ended, ms since 1970: what is known is no older. */
  at: z.number(),
  requests: z.number(),
  borders: z.array(z.string()).default([]),
});
/** The last scan that came to its end. */
export type CompleteScan = Readonly<z.infer<typeof completeScan>>;

const scanProgress = z.object({
  /** ms since 1970. */
  startedAt: z.number(),
  unread: z.array(z.object({ after: z.string(), until: z.string().nullable() })),
  found: z.number(),
  requests: z.number(),
  /** Of the whole bucket, not of folders that turned up in one that is known. */
  isWhole: z.boolean(),
  stopped: z.enum(['person', 'size']).nullable(),
});
/** How far a scan has come that has not ended. */
export interface ScanProgress extends Readonly<Omit<z.infer<typeof scanProgress>, 'unread'>> {
  readonly unread: readonly Unread[];
}

export interface ScanNotes {
  readonly complete: CompleteScan | null;
  readonly progress: ScanProgress | null;
  /** A person has said that this bucket is to be read, large as it is. */
  readonly mayReadOn: boolean;
}

export async function readScanNotes(calls: IndexCalls): Promise<ScanNotes> {
  const notes = await Promise.all([COMPLETE, PROGRESS, READ_ON].map((name) => calls.note(name)));
  const [complete, progress, readOn] = notes.map((note): unknown => (note === null ? null : JSON.parse(note)));
  return {
    complete: completeScan.safeParse(complete).data ?? null,
    progress: scanProgress.safeParse(progress).data ?? null,
    mayReadOn: readOn === true,
  };
}

export async function noteComplete(calls: IndexCalls, complete: CompleteScan): Promise<void> {
  await Promise.all([calls.setNote(COMPLETE, JSON.stringify(complete)), calls.setNote(PROGRESS, null)]);
}

export function noteProgress(calls: IndexCalls, progress: ScanProgress): Promise<void> {
  return calls.setNote(PROGRESS, JSON.stringify(progress));
}

export function noteReadOn(calls: IndexCalls): Promise<void> {
  return calls.setNote(READ_ON, 'true');
}

/** Some of the ends of pages, evenly spaced. */
export function thinBorders(ends: readonly string[]): string[] {
  const sorted = ends.toSorted(compareKeys);
  const every = Math.max(1, Math.ceil(sorted.length / MOST_BORDERS));
  return sorted.filter((_, place) => place % every === every - 1);
}

export function bordersOf(complete: CompleteScan | null): KnownBorders | null {
  if (complete === null || complete.borders.length === 0) return null;
  return { keys: complete.borders, pagesEach: complete.requests / (complete.borders.length + 1) };
}
