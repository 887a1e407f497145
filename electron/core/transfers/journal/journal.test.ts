import { appendFile, mkdtemp, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { whileHeld } from '../../windows-files.test-support';
import { COMPACT_BYTES, Journal } from './journal';
import { encodeLine, header, readJournal } from './journal-file';
import type { JournalLine } from './journal-state';
import type { UploadRecord } from './records';

// The system that allows least.
vi.mock('node:fs/promises', async (original) => {
  const { filesOfWindows } = await import('../../windows-files.test-support');
  const files = filesOfWindows(await original());
  return { ...files, rename: vi.fn(files.rename) };
});

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'));
  path = join(folder, 'transfers.journal');
});

afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

function record(id: string): UploadRecord {
  return {
    id,
    direction: 'upload',
    origin: 'files',
    connectionId: 'c',
    bucket: 'b',
    server: null,
    key: `${id}.png`,
    size: 1,
    contentType: 'image/png',
    localPath: `/${id}.png`,
    addedAt: 1,
    batchId: 'batch',
    status: { kind: 'open' },
    typeIsKnown: false,
    deleteWhenDone: false,
    decision: null,
    attempted: false,
    beginning: null,
    multipart: null,
    rank: 1,
    beganAnew: false,
    headers: { cacheControl: null, metadata: {} },
    naming: null,
    conversion: null,
    converted: null,
    removal: null,
    cleaned: null,
  };
}

function put(id: string): JournalLine {
  return { kind: 'put', record: record(id) };
}

/** More than is kept before it is written anew, nearly all of it over. */
async function fill(journal: Journal): Promise<void> {
  const long = { ...record('a'), localPath: 'x'.repeat(1024 * 1024) };
  for (let bytes = 0; bytes < COMPACT_BYTES; bytes += 1024 * 1024) await journal.append({ kind: 'put', record: long });
}

async function idsAfterReopening(): Promise<readonly string[]> {
  const { journal, state } = await Journal.open(folder, 1);
  await journal.close();
  return [...state.records.keys()];
}

describe('the journal', () => {
  it('gives back what was written, without what is over', async () => {
    const { journal } = await Journal.open(folder, 1);
    await journal.write(put('a'), put('b'));
    journal.note({ kind: 'drop', ids: ['a'] }, { kind: 'pause', paused: true });
    journal.note({ kind: 'rule', batchId: 'batch', decision: 'skip' });
    journal.note({ kind: 'orphan', orphan: { connectionId: 'c', key: 'k', uploadId: 'u' } });
    journal.note({ kind: 'composites', server: 'https://a.test', tell: false });
    journal.note({ kind: 'composites', server: 'https://b.test', tell: false });
    journal.note({ kind: 'composites', server: 'https://b.test', tell: true });
    await journal.close();
    const again = await Journal.open(folder, 1);
    await again.journal.close();
    expect(again.state).toEqual({
      records: new Map([['b', record('b')]]),
      begun: new Set(),
      rules: new Map([['batch', 'skip']]),
      orphans: new Map([['u', { connectionId: 'c', key: 'k', uploadId: 'u' }]]),
      silent: new Set(['https://a.test']),
      paused: true,
    });
    expect(await readFile(path, 'utf8')).not.toContain('a.png');
  });

  it('reads what a version wrote that knew neither order nor beginning anew', async () => {
    const { rank: _, beganAnew: __, ...old } = record('a');
    await writeFile(path, header() + encodeLine({ kind: 'put', record: old } as unknown as JournalLine));
    const { journal, state, setAside } = await Journal.open(folder, 1);
    await journal.close();
    expect(setAside).toBeNull();
    expect(state.records.get('a')).toEqual({ ...old, rank: 0, beganAnew: false });
  });

  it('is opened on Windows though a virus scanner holds it for a moment', async () => {
    const { journal } = await Journal.open(folder, 1);
    await journal.write(put('a'));
    await journal.close();
    expect(await whileHeld(path, 2, idsAfterReopening)).toEqual(['a']);
  });

  it('takes a line that was torn off as not written', async () => {
    const { journal } = await Journal.open(folder, 1);
    await journal.write(put('a'));
    await journal.close();
    await appendFile(path, encodeLine(put('b')).slice(0, 40));
    const again = await Journal.open(folder, 1);
    await again.journal.close();
    expect(again.setAside).toBeNull();
    expect(await idsAfterReopening()).toEqual(['a']);
  });

  it('can be cut anywhere and keeps the lines before the cut', () => {
    const text = header() + ['a', 'b', 'c'].map((id) => encodeLine(put(id))).join('');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length }), (length) => {
        const { state, unread } = readJournal(text.slice(0, length));
        expect(unread).toBeNull();
        expect(['a', 'b', 'c'].slice(0, state.records.size)).toEqual([...state.records.keys()]);
      }),
    );
  });

  it('after a power cut at any byte of its last lines, with or without zeros behind it, holds all that was synced', async () => {
    const kept = Buffer.from(header() + encodeLine(put('a')));
    const last = Buffer.from(encodeLine(put('b')) + encodeLine({ kind: 'pause', paused: true }));
    const whole = encodeLine(put('b')).length;
    for (let length = 0; length <= last.length; length++) {
      for (const zeros of [0, 1, last.length - length, 4096]) {
        // ext4 may keep the new length of a file and lose its last blocks, which then read as zeros.
        const text = Buffer.concat([kept, last.subarray(0, length), Buffer.alloc(zeros)]).toString('utf8');
        const { state, unread } = readJournal(text);
        const ids = length >= whole ? ['a', 'b'] : ['a'];
        expect({ length, zeros, unread, ids: [...state.records.keys()], paused: state.paused }).toEqual({
          length,
          zeros,
          unread: null,
          ids,
          paused: length === last.length,
        });
      }
    }
    await writeFile(path, Buffer.concat([kept, last.subarray(0, whole + 5), Buffer.alloc(4096)]));
    expect(await idsAfterReopening()).toEqual(['a', 'b']);
    expect(await readFile(path, 'utf8')).not.toContain('\0');
  });

  it('keeps the lines behind a block that a power cut has lost, and the file aside', () => {
    const lost = Buffer.alloc(encodeLine(put('b')).length).toString('utf8');
    const text = `${header()}${encodeLine(put('a'))}${lost}\n${encodeLine(put('c'))}`;
    const { state, unread } = readJournal(text);
    expect([...state.records.keys()]).toEqual(['a', 'c']);
    expect(unread).toBe('damaged');
  });

  it('puts a file with a damaged line aside and keeps the others', async () => {
    await writeFile(
      path,
      header() + encodeLine(put('a')) + encodeLine(put('b')).replace('b.png', 'x.png') + encodeLine(put('c')),
    );
    const { journal, state, setAside } = await Journal.open(folder, 7);
    await journal.close();
    expect([...state.records.keys()]).toEqual(['a', 'c']);
    expect(setAside).toEqual({ path: `${path}.damaged-7`, why: 'damaged' });
    expect(await readFile(`${path}.damaged-7`, 'utf8')).toContain('x.png');
  });

  it('has all its lines whatever byte of its header is damaged, or all but one, and the file is kept aside', () => {
    const whole = Buffer.from(header() + ['a', 'b', 'c', 'd'].map((id) => encodeLine(put(id))).join(''));
    // The last line, and the end of the one before, are left out of this: they may be torn by a power cut.
    const last = whole.length - encodeLine(put('d')).length - 1;
    for (let at = 0; at < last; at++) {
      const damaged = Buffer.from(whole);
      damaged[at] = 0xff;
      const { state, unread } = readJournal(damaged.toString('utf8'));
      expect({ at, unread }).toEqual({ at, unread: 'damaged' });
      // A line end that is gone costs the two lines that it parted.
      const lost = at < header().length - 1 ? 0 : at === header().length - 1 || whole[at] !== 0x0a ? 1 : 2;
      expect({ at, records: state.records.size }).toEqual({ at, records: 4 - lost });
    }
  });

  it('puts the file of a newer version aside as it is, and says so', async () => {
    const newer = '{"format":"flow-media-transfers","version":4}\n00000000 {"kind":"unheard-of"}\n';
    await writeFile(path, newer);
    const { journal, setAside } = await Journal.open(folder, 7);
    await journal.close();
    expect(setAside).toEqual({ path: `${path}.newer-7`, why: 'newer' });
    expect(await readFile(`${path}.newer-7`, 'utf8')).toBe(newer);
  });

  it.each([1, 2])('reads the file of version %i, and writes it anew as one of this', async (version) => {
    const old = header().replace('"version":3', `"version":${version}`);
    await writeFile(path, old + encodeLine(put('a')));
    expect(await idsAfterReopening()).toEqual(['a']);
    expect((await readFile(path, 'utf8')).startsWith(header())).toBe(true);
  });

  it('is written anew while it is in use, once most of it is over', async () => {
    const { journal } = await Journal.open(folder, 1);
    await journal.write(put('kept'));
    await fill(journal);
    await journal.write({ kind: 'drop', ids: ['a'] }, put('b'));
    expect((await readFile(path)).length).toBeLessThan(4 * 1024 * 1024);
    await journal.close();
    expect(await idsAfterReopening()).toEqual(['kept', 'b']);
  });

  it('is written anew while much is written and forced to the disk at once, and nothing of that is lost', async () => {
    const { journal } = await Journal.open(folder, 1);
    const ids = Array.from({ length: 40 }, (_, n) => `n${n}`);
    const filling = fill(journal);
    for (const id of ids) await Promise.all([journal.write(put(id)), journal.write({ kind: 'pause', paused: false })]);
    await filling;
    await journal.close();
    expect(await idsAfterReopening()).toEqual(expect.arrayContaining(ids));
  });

  it('that cannot be written anew goes on as it is, and tries again after as much as the first time, not with each line', async () => {
    const { journal } = await Journal.open(folder, 1);
    const reader = await open(path, 'r');
    vi.mocked(rename).mockClear();
    await fill(journal);
    for (let n = 0; n < 50; n++) await journal.append(put('b'));
    expect(rename).toHaveBeenCalledTimes(1);
    // On a full disk it would take the last room.
    expect(await readdir(folder)).toEqual(['transfers.journal']);
    expect((await readFile(path)).length).toBeGreaterThan(COMPACT_BYTES);
    await reader.close();
    await fill(journal);
    await journal.write(put('c'));
    expect((await readFile(path)).length).toBeLessThan(4 * 1024 * 1024);
    await journal.close();
    expect(await idsAfterReopening()).toEqual(['a', 'b', 'c']);
  });

  it('is not opened again by who comes late', async () => {
    const { journal } = await Journal.open(folder, 1);
    await journal.close();
    await expect(journal.write(put('a'))).rejects.toThrow('closed');
    expect(await idsAfterReopening()).toEqual([]);
  });

  it('tells a full disk, and writes what it owes as soon as there is room', async () => {
    const { journal } = await Journal.open(folder, 1);
    const handle = await open(path, 'r');
    const write = vi.spyOn(Object.getPrototypeOf(handle) as typeof handle, 'write');
    await handle.close();
    write.mockRejectedValueOnce(Object.assign(new Error('no space'), { code: 'ENOSPC' }));
    write.mockRejectedValueOnce(Object.assign(new Error('no space'), { code: 'ENOSPC' }));
    await expect(journal.write(put('a'))).rejects.toThrow('disk-full');
    await journal.write(put('b'));
    await journal.close();
    expect(await idsAfterReopening()).toEqual(['a', 'b']);
  });
});
