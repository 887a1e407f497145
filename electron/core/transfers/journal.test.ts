import { appendFile, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Journal } from './journal';
import { encodeLine, header, readJournal } from './journal-file';
import type { JournalLine } from './journal-state';
import type { UploadRecord } from './records';

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
        const { state, broken } = readJournal(text.slice(0, length));
        expect(broken).toBe(false);
        expect(['a', 'b', 'c'].slice(0, state.records.size)).toEqual([...state.records.keys()]);
      }),
    );
  });

  it('puts a file with a damaged line aside and keeps the others', async () => {
    await writeFile(
      path,
      header() + encodeLine(put('a')) + encodeLine(put('b')).replace('b.png', 'x.png') + encodeLine(put('c')),
    );
    const { journal, state, setAside } = await Journal.open(folder, 7);
    await journal.close();
    expect([...state.records.keys()]).toEqual(['a', 'c']);
    expect(setAside).toBe(`${path}.broken-7`);
    expect(await readFile(`${path}.broken-7`, 'utf8')).toContain('x.png');
  });

  it('puts a file of another version aside', async () => {
    await writeFile(path, '{"format":"flow-media-transfers","version":2}\n');
    const { journal, setAside } = await Journal.open(folder, 7);
    await journal.close();
    expect(setAside).not.toBeNull();
    expect((await readdir(folder)).length).toBe(2);
  });

  it('is written anew while it is in use, once most of it is over', async () => {
    const { journal } = await Journal.open(folder, 1);
    const long = 'x'.repeat(1024 * 1024);
    await journal.write(put('kept'));
    for (let n = 0; n < 17; n++) {
      await journal.write({ kind: 'put', record: { ...record('a'), localPath: long } });
    }
    await journal.write({ kind: 'drop', ids: ['a'] }, put('b'));
    expect((await readFile(path)).length).toBeLessThan(4 * 1024 * 1024);
    await journal.close();
    expect(await idsAfterReopening()).toEqual(['kept', 'b']);
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
