import { crc32 } from 'node:zlib';
import { applyLine, emptyState, journalLine, type JournalLine, type JournalState } from './journal-state';

/**
 * 2: knows ZIP files in the bucket, and which servers' composite ETags tell nothing. 3: knows uploads of watched folders and of
 * scripts.
 */
const VERSION = 3;
const FORMAT = 'flow-media-transfers';

/**
 * The journal's text: a header, then one line each: CRC-32 of the JSON (8 hex digits), a space, the JSON. A line without its
 * end is one that the power went out on, and says nothing.
 */
const HEADER = headerOf(VERSION);

function headerOf(version: number): string {
  return `${JSON.stringify({ format: FORMAT, version })}\n`;
}

export function encodeLine(line: JournalLine): string {
  const json = JSON.stringify(line);
  return `${checksum(json)} ${json}\n`;
}

export function header(): string {
  return HEADER;
}

function checksum(json: string): string {
  return crc32(json).toString(16).padStart(8, '0');
}

/** Why a file is kept aside and not thrown away: lines before the last are damaged, or a newer version of the app wrote it. */
export type Unread = 'damaged' | 'newer';

export interface ReadJournal {
  readonly state: JournalState;
  /** null when all of it was read. */
  readonly unread: Unread | null;
}

/** Reads what can be read: every line that its checksum vouches for, of this version and those before. */
export function readJournal(text: string): ReadJournal {
  const state = emptyState();
  if (text === '' || HEADER.startsWith(text)) return { state, unread: null };
  const version = versionOf(text);
  if (version !== null && version > VERSION) return { state, unread: 'newer' };
  // A damaged header costs nothing more: each line tells by itself whether it is whole.
  const lines = text.slice(text.indexOf('\n') + 1).split('\n');
  // What follows the last line end was never finished.
  lines.pop();
  let unread: Unread | null = version === null ? 'damaged' : null;
  for (const [index, text] of lines.entries()) {
    const line = decodeLine(text);
    if (line !== null) applyLine(state, line);
    // Blocks of a file may reach the disk out of order, so that a last line with an end can be torn as well.
    else if (index < lines.length - 1) unread = 'damaged';
  }
  return { state, unread };
}

/** null where the text does not begin as a journal does. */
function versionOf(text: string): number | null {
  const version = Number(/^\{"format":"flow-media-transfers","version":(\d+)\}\n/.exec(text)?.[1] ?? 0);
  return version >= 1 ? version : null;
}

function decodeLine(text: string): JournalLine | null {
  const json = text.slice(9);
  if (text.slice(0, 9) !== `${checksum(json)} `) return null;
  const parsed = journalLine.safeParse(JSON.parse(json));
  return parsed.success ? parsed.data : null;
}
