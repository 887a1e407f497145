import { isAbsolute, join, posix, relative, win32 } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LocalPaths, safeLocalPath } from './local-path';

const nasty = fc.constantFrom(
  '..',
  '.',
  '/',
  '\\',
  'C:',
  'con',
  'NUL.txt',
  'aux',
  'a.',
  'b ',
  ' ',
  ':',
  '\u0000',
  '\u202e',
  'é',
  'e\u0301',
  '\ud800',
  '<',
  '*',
  '.png',
);
const keys = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.array(fc.oneof(nasty, fc.string({ maxLength: 80 })), { maxLength: 12 }).map((parts) => parts.join('/')),
  fc.array(nasty, { maxLength: 12 }).map((parts) => parts.join('')),
);

describe('safeLocalPath', () => {
  it('stays below the folder and fits every system, whatever the key', () => {
    fc.assert(
      fc.property(keys, (key) => {
        const path = safeLocalPath(key);
        for (const system of [posix, win32]) {
          const root = system === win32 ? 'C:\\down' : '/down';
          const way = system.relative(root, system.resolve(root, path));
          expect(way === '' || way.split(system.sep)[0] === '..' || system.isAbsolute(way)).toBe(false);
        }
        expect(Buffer.byteLength(path)).toBeLessThanOrEqual(700);
        for (const segment of path.split('/')) {
          expect(segment).not.toBe('');
          expect(Buffer.byteLength(segment)).toBeLessThanOrEqual(240);
          expect(segment).not.toMatch(/[<>:"|?*\\\u0000-\u001f]|[. ]$/);
          expect(segment).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
        }
      }),
    );
  });

  it('is the same when it is made safe again, in NFC, and tells nothing of an absolute path or a drive', () => {
    fc.assert(
      fc.property(keys, (key) => {
        const path = safeLocalPath(key);
        expect(safeLocalPath(path)).toBe(path);
        expect(path.normalize('NFC')).toBe(path);
        expect(path).not.toMatch(/^[/\\\\]|^[a-z]:/i);
      }),
    );
  });

  it('leaves ordinary names as they are', () => {
    expect(safeLocalPath('trip/day 1/Café (2).png')).toBe('trip/day 1/Café (2).png');
  });

  it('changes visibly what cannot be kept', () => {
    const changed = ['../../a.png', '/etc/passwd', 'a:b.png', 'nul.png', 'Aux  .png', 'a./b ', '..', ''];
    const names = ['__/__/a.png', 'etc/passwd', 'a_b.png', '_nul.png', '_Aux  .png', 'a_/b_', '__', '_'];
    expect(changed.map(safeLocalPath)).toEqual(names);
  });

  it('keeps the extension of what is too long', () => {
    expect(safeLocalPath(`${'long '.repeat(100)}.png`)).toMatch(/^long .*~[0-9a-f]{8}\.png$/);
  });
});

describe('LocalPaths', () => {
  it('gives each path once, also where case does not count', () => {
    fc.assert(
      fc.property(fc.array(keys, { maxLength: 30 }), (all) => {
        const paths = new LocalPaths();
        const given = all.map((key) => paths.claim(key));
        expect(new Set(given.map((path) => path.toLowerCase())).size).toBe(given.length);
        for (const path of given) {
          expect(isAbsolute(relative('/down', join('/down', path)))).toBe(false);
          // No file lies where another needs a folder.
          expect(given.some((other) => other.toLowerCase().startsWith(`${path.toLowerCase()}/`))).toBe(false);
        }
      }),
    );
  });

  it('numbers what clashes', () => {
    const paths = new LocalPaths();
    expect(['A.png', 'a.png', 'b', 'b/c', 'd/e', 'd'].map((key) => paths.claim(key))).toEqual([
      'A.png',
      'a (2).png',
      'b',
      'b (2)/c',
      'd/e',
      'd (2)',
    ]);
  });
});
