import { createHash } from 'node:crypto';
import { appendFile, mkdir, open, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { OPERATION_NAMES, type BucketDay, type OperationName } from '../../../shared/usage';
import { renameSoon } from '../rename-soon';
import { errnoOf } from '../transfers/file-failure';

/** Of the lines below; a file of a later one is set aside. */
const VERSION = 1;
const HEADER = /^flow-media usage (\d+)$/;
/** With this many lines more than one for each day and bucket, the file is written anew with one for each. */
const MAX_SURPLUS = 2000;

const count = z.int().min(0);
const line: z.ZodType<BucketDay> = z.object({
  day: z.iso.date(),
  host: z.string(),
  bucket: z.string(),
  // An operation that only a later version knows is left out.
  counts: z.record(z.string(), count).transform(knownCounts),
  unbilled: count,
  readBytes: count,
  storedBytes: count.nullable(),
});

export interface ReadUsage {
  readonly days: readonly BucketDay[];
  readonly damage: UsageDamage | null;
}

export interface UsageDamage {
  /** What the damaged file is called now. */
  readonly keptAs: string;
  readonly lost: 'some' | 'all';
}

/**
 * The counts on disk: one file of lines, only ever added to. A line holds all that is known of one bucket and day, with a
 * checksum, and the last line of a day counts; so one that is torn or damaged loses no more than what came since the one before
 * (docs/decisions/0018-usage-meter.md). Writing forces nothing to the disk but at the end.
 */
export class UsageFile {
  readonly #file: string;
  #lines = 0;

  constructor(
    folder: string,
    private readonly now: () => number,
  ) {
    this.#file = path.join(folder, 'usage.log');
  }

  /** What earlier runs have written from the day `since` on. A damaged file is set aside, and what is whole in it goes on. */
  async read(since: string): Promise<ReadUsage> {
    await mkdir(path.dirname(this.#file), { recursive: true, mode: 0o700 });
    const text = await this.#text();
    const { lines, isOurs, damaged } = takeApart(text);
    const days = latest(lines).filter(({ day }) => day >= since);
    const damage = damaged || !isOurs ? await this.#setAside(days.length === 0 ? 'all' : 'some') : null;
    this.#lines = lines.length;
    const isLong = lines.length > days.length + MAX_SURPLUS;
    if (text === '' || !text.endsWith('\n') || damage !== null || isLong) await this.#rewrite(days);
    return { days, damage };
  }

  /** Adds the changed days; now and then writes all anew instead. */
  async append(days: readonly BucketDay[], all: readonly BucketDay[]): Promise<void> {
    if (this.#lines > all.length + MAX_SURPLUS) return this.#rewrite(all);
    const { size } = await stat(this.#file);
    try {
      await appendFile(this.#file, days.map(lineOf).join(''));
      this.#lines += days.length;
    } catch (error) {
      // A full disk, say, which may have taken a part of it.
      await truncate(this.#file, size);
      throw error;
    }
  }

  /** Forces to the disk what was appended. */
  async sync(): Promise<void> {
    const handle = await open(this.#file, 'a', 0o600);
    try {
      await handle.datasync();
    } finally {
      await handle.close();
    }
  }

  async #text(): Promise<string> {
    try {
      return await readFile(this.#file, 'utf8');
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return '';
      throw error;
    }
  }

  async #setAside(lost: UsageDamage['lost']): Promise<UsageDamage> {
    const keptAs = `usage.damaged-${this.now()}.log`;
    await renameSoon(this.#file, path.join(path.dirname(this.#file), keptAs));
    return { keptAs, lost };
  }

  async #rewrite(days: readonly BucketDay[]): Promise<void> {
    const part = `${this.#file}.part`;
    await writeFile(part, `flow-media usage ${VERSION}\n${days.map(lineOf).join('')}`, { mode: 0o600, flush: true });
    await renameSoon(part, this.#file);
    this.#lines = days.length;
  }
}

interface TakenApart {
  readonly lines: readonly BucketDay[];
  /** The file is one of ours, in a format that this version reads. */
  readonly isOurs: boolean;
  readonly damaged: boolean;
}

/** What follows the last newline was torn by a kill: that is no damage, and is left out. */
function takeApart(text: string): TakenApart {
  if (text === '') return { lines: [], isOurs: true, damaged: false };
  const [first = '', ...rest] = text.split('\n').slice(0, -1);
  const version = Number(HEADER.exec(first)?.[1] ?? NaN);
  // A damaged header says nothing of the lines, which vouch for themselves; a later version's may mean something else.
  if (version > VERSION) return { lines: [], isOurs: false, damaged: false };
  const lines = rest.map(readLine);
  const good = lines.filter((one) => one !== null);
  return { lines: good, isOurs: version === VERSION, damaged: good.length < lines.length };
}

function latest(lines: readonly BucketDay[]): readonly BucketDay[] {
  return [...new Map(lines.map((one) => [`${one.day}\n${one.host}\n${one.bucket}`, one])).values()];
}

function lineOf(day: BucketDay): string {
  const json = JSON.stringify(day);
  return `${checksum(json)} ${json}\n`;
}

function readLine(text: string): BucketDay | null {
  const json = text.slice(17);
  if (text.slice(0, 16) !== checksum(json)) return null;
  return line.safeParse(JSON.parse(json)).data ?? null;
}

function checksum(json: string): string {
  return createHash('sha256').update(json).digest('hex').slice(0, 16);
}

function knownCounts(counts: Readonly<Record<string, number>>): BucketDay['counts'] {
  const isKnown = ([name]: [string, number]): boolean => OPERATION_NAMES.includes(name as OperationName);
  return Object.fromEntries(Object.entries(counts).filter(isKnown));
}
