import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { COMPACT_BYTES, LINES_A_RECORD } from '../../../electron/core/transfers/journal/journal';
import { readJournal } from '../../../electron/core/transfers/journal/journal-file';
import { linesOf } from '../../../electron/core/transfers/journal/journal-state';
import type { SoakRoom } from './room';

/** What Chromium writes to the console when main could not answer for a picture or a film. */
const NOT_LOADED = /Failed to load resource.* media:\/\/(?:file|thumb|page)\//;

/** Complaints that no fault of the weather explains. */
export function judgeConsole({ problems, excuses }: SoakRoom): string[] {
  const notLoaded = problems.filter((problem) => NOT_LOADED.test(problem));
  const others = problems.filter((problem) => !NOT_LOADED.test(problem));
  const unexplained =
    notLoaded.length > excuses
      ? [`${notLoaded.length} media did not load, with ${excuses} reasons: ${notLoaded.at(-1) ?? ''}`]
      : [];
  return [...others, ...unexplained];
}

/** The errors in the app's own log. */
export async function judgeLog({ profile }: SoakRoom): Promise<string[]> {
  const text = await readFile(path.join(profile, 'logs', 'main.log'), 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line.includes(' ERROR '));
}

/** What is wrong with the bucket's content. */
export async function judgeContent({ bucket, expected }: SoakRoom): Promise<string[]> {
  const keys = new Set(await bucket.keys());
  const broken = [...keys].filter((key) => !expected.has(key)).map((key) => `nobody asked for ${key}`);
  for (const [key, hash] of expected) {
    if (!keys.has(key)) broken.push(`not in the bucket: ${key}`);
    else if ((await bucket.sha256(key)) !== hash) broken.push(`another content in the bucket: ${key}`);
  }
  const begun = await bucket.halfWritten();
  return [...broken, ...begun.map((key) => `a multipart upload is left over: ${key}`)];
}

/** While the app runs its journal is written anew when it is large and most of it over; no start leaves anything that is over. */
export async function judgeJournal({ profile }: SoakRoom, moment: 'running' | 'started'): Promise<string[]> {
  const text = await readFile(path.join(profile, 'transfers', 'transfers.journal'), 'utf8');
  const { state, unread } = readJournal(text);
  if (unread !== null) return [`the journal is ${unread}`];
  // Without the header, and without what follows the last line end.
  const lines = text.split('\n').length - 2;
  const fewest = [...linesOf(state)].length;
  const isDue = text.length >= COMPACT_BYTES && lines >= state.records.size * LINES_A_RECORD;
  const isCompact = moment === 'running' ? !isDue : lines === fewest;
  return isCompact ? [] : [`the journal has ${lines} lines where ${fewest} say the same (${moment})`];
}
