import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writableFolder } from './folders.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'folders-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('a cache that cannot be made is passed over for the next place', () => {
  // No folder can be made below a file, not even by root.
  writeFileSync(path.join(folder, 'home'), '');
  const closed = path.join(folder, 'home', '.cache');
  const own = path.join(folder, 'own', 'electron');
  expect(writableFolder([closed, own])).toBe(own);
  expect(existsSync(own)).toBe(true);
  expect(writableFolder([path.join(folder, 'cache'), own])).toBe(path.join(folder, 'cache'));
  expect(writableFolder([closed, closed])).toBe(closed);
});
