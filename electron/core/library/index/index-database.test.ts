import { mkdtempSync, rmSync, statSync } from 'node:fs';
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
