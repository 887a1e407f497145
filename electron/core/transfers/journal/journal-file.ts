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
  const reader = new JournalReader();
  reader.feed(text);
  return reader.end();
}

/** Reads a journal in pieces: that of some hundred thousand transfers is longer than a string can be. */
export class JournalReader {
  readonly #state = emptyState();
  /** What has come of a line whose end is still to come. */
  #rest = '';
  /** The version that the header tells: `unknown` until it has come, null where it is damaged. */
  #version: number | null | 'unknown' = 'unknown';
  #damaged = false;
  /** Of the last line. */
  #torn = false;

  feed(text: string): void {
    // Zeros that a power cut has left can be many pieces long.
    if (!text.includes('\n')) {
      this.#rest += text;
      return;
    }
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#take(line);
  }

  /** There is no more. What follows the last line end was never finished. */
  end(): ReadJournal {
    const state = this.#state;
    const version = this.#version;
    if (version === 'unknown') return { state, unread: HEADER.startsWith(this.#rest) ? null : 'damaged' };
    if (version !== null && version > VERSION) return { state, unread: 'newer' };
    return { state, unread: version === null || this.#damaged ? 'damaged' : null };
  }

  #take(text: string): void {
    if (this.#version === 'unknown') this.#version = versionOf(text);
    else if (this.#version === null || this.#version <= VERSION) this.#apply(text);
  }

  /** A damaged header costs nothing more: each line tells by itself whether it is whole. */
  #apply(text: string): void {
    // Blocks of a file may reach the disk out of order, so that a last line with an end can be torn as well.
    this.#damaged ||= this.#torn;
    const line = decodeLine(text);
    this.#torn = line === null;
    if (line !== null) applyLine(this.#state, line);
  }
}

/** null where a first line is not that of a journal. */
function versionOf(text: string): number | null {
  const version = Number(/^\{"format":"flow-media-transfers","version":(\d+)\}$/.exec(text)?.[1] ?? 0);
  return version >= 1 ? version : null;
}

function decodeLine(text: string): JournalLine | null {
  const json = text.slice(9);
  if (text.slice(0, 9) !== `${checksum(json)} `) return null;
  const parsed = journalLine.safeParse(JSON.parse(json));
  return parsed.success ? parsed.data : null;
}
