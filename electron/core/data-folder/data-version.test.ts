import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closedBy, DATA_VERSION, markData, newerBuildOf } from './data-version';

let root = '';
const file = (): string => path.join(root, 'data-version.json');

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'data-version-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the version of the data folder', () => {
  it('lets in what is new, of this build, and older', () => {
    expect(newerBuildOf(path.join(root, 'not there'))).toBeNull();
    expect(newerBuildOf(root)).toBeNull();
    writeFileSync(file(), JSON.stringify({ version: DATA_VERSION - 1, app: '0.0.1' }));
    expect(newerBuildOf(root)).toBeNull();
    markData(root, '1.2.3');
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({ version: DATA_VERSION, app: '1.2.3' });
    expect(newerBuildOf(root)).toBeNull();
    expect(readdirSync(root)).toEqual(['data-version.json']);
  });

  it('names a newer build, whatever else stands beside', () => {
    writeFileSync(file(), JSON.stringify({ version: DATA_VERSION + 1, app: '9.9.9', more: true }));
    expect(newerBuildOf(root)).toBe('9.9.9');
  });

  it.each(['', '{', 'null', '{"version":"2","app":"9"}', '{"version":1e99,"app":"9"}'])(
    'is not held up by a mark that is no mark: %s',
    (text) => {
      writeFileSync(file(), text);
      expect(newerBuildOf(root)).toBeNull();
    },
  );

  it('is written into a folder that is not there yet', () => {
    root = path.join(root, 'deep', 'er');
    markData(root, '1.2.3');
    expect(newerBuildOf(root)).toBeNull();
  });
});

describe('a data folder', () => {
  it('that can be written is made, and holds nothing more than before', () => {
    const made = path.join(root, 'a', 'b');
    expect(closedBy(made)).toBeNull();
    expect(readdirSync(made)).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('that is made is closed to other users', () => {
    const [tried, marked] = [path.join(root, 'tried'), path.join(root, 'marked')];
    closedBy(tried);
    markData(marked, '1.2.3');
    for (const made of [tried, marked]) expect(statSync(made).mode & 0o077).toBe(0);
  });

  it('that cannot be written says why, in the word of the system', () => {
    writeFileSync(path.join(root, 'file'), '');
    expect(closedBy(path.join(root, 'file'))).toBe('EEXIST');
    expect(closedBy(path.join(root, 'file', 'below'))).toBe('ENOTDIR');
  });
});
