import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { IndexDatabase } from './index-database';
import type { StoredObject } from './stored-object';

const OBJECT: StoredObject = {
  row: 1,
  key: 'a.png',
  size: 1,
  etag: 'e',
  modified: 1,
  contentType: null,
  version: null,
  facts: null,
  probe: null,
  linked: false,
  found: null,
  isInfrequent: false,
};

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'flow-index-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

it('takes its log into the file again and again, though it is read all the time', () => {
  const file = path.join(dir, 'index.db');
  const database = new IndexDatabase(file);
  database.transaction(() => database.insert(OBJECT));
  for (let n = 0; n < 4000; n += 1) {
    database.transaction(() => database.setNote('state', 'x'.repeat(2000 + (n % 2))));
    expect(database.note('state')).toHaveLength(2000 + (n % 2));
    expect(database.byRow(OBJECT.row)?.key).toBe(OBJECT.key);
  }
  // SQLite does so from a thousand pages of 4 KiB on.
  expect(statSync(`${file}-wal`).size).toBeLessThan(6_000_000);
  database.close();
});

it('reads what lies in a folder itself, and nothing of its subfolders', () => {
  const database = new IndexDatabase(null);
  const keys = [
    'in/',
    'in/a.png',
    'in/b/1.png',
    'in/b/c/2.png',
    'in/b.png',
    'in/d/3.png',
    'in/e/4.png',
    'in/z.png',
    'y.png',
  ];
  const bulk = Array.from({ length: 600 }, (_, n) => [`in/b/${n}.png`, `in/many-${n}.png`]).flat();
  const all = [...new Set([...keys, ...bulk])];
  database.transaction(() => all.forEach((key, row) => database.insert({ ...OBJECT, row, key })));
  const direct = all.filter((key) => /^in\/[^/]*$/.test(key)).toSorted();
  const read = (after: string, through: string | null) =>
    database.directly('in/', after, through).map(({ key }) => key);
  expect(read('', null)).toEqual(direct);
  expect(read('in/a.png', 'in/d/')).toEqual(['in/b.png']);
  expect(read('in/many-599.png', null).at(-1)).toBe('in/z.png');
  expect(database.directly('', '', null).map(({ key }) => key)).toEqual(['y.png']);
  expect(database.directly('in/b/c/', '', null).map(({ key }) => key)).toEqual(['in/b/c/2.png']);
  database.close();
});

it('takes a value that was damaged for one that nobody has looked for', () => {
  const file = path.join(dir, 'index.db');
  const database = new IndexDatabase(file);
  database.transaction(() =>
    database.insert({ ...OBJECT, probe: { width: 1, version: 'v' } as StoredObject['probe'] }),
  );
  database.close();
  writeFileSync(file, readFileSync(file).toString('latin1').replace('{"width"', '{{width"'), 'latin1');
  const again = new IndexDatabase(file);
  expect(again.byRow(OBJECT.row)).toMatchObject({ key: OBJECT.key, probe: null });
  again.close();
});
