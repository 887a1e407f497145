import { crc32 } from 'node:zlib';
import { applyLine, emptyState, journalLine, type JournalLine, type JournalState } from './journal-state';

/**
 * The journal's text: a header, then one line each: CRC-32 of the JSON (8 hex digits), a space, the JSON. A line without its
 * end is one that the power went out on, and says nothing.
 */
const HEADER = '{"format":"flow-media-transfers","version":1}\n';

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

export interface ReadJournal {
  readonly state: JournalState;
  /** Lines before the last one are damaged, or the file is none of this version: it is kept aside, not thrown away. */
  readonly broken: boolean;
}

/** Reads what can be read: every line that its checksum vouches for. */
export function readJournal(text: string): ReadJournal {
  const state = emptyState();
  if (text === '' || HEADER.startsWith(text)) return { state, broken: false };
  if (!text.startsWith(HEADER)) return { state, broken: true };
  const lines = text.slice(HEADER.length).split('\n');
  // What follows the last line end was never finished.
  lines.pop();
  let broken = false;
  for (const [index, text] of lines.entries()) {
    const line = decodeLine(text);
    if (line !== null) applyLine(state, line);
    // Blocks of a file may reach the disk out of order, so that a last line with an end can be torn as well.
    else if (index < lines.length - 1) broken = true;
  }
  return { state, broken };
}

function decodeLine(text: string): JournalLine | null {
  const json = text.slice(9);
  if (text.slice(0, 9) !== `${checksum(json)} `) return null;
  const parsed = journalLine.safeParse(JSON.parse(json));
  return parsed.success ? parsed.data : null;
}
