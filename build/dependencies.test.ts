import { describe, expect, it } from 'vitest';
import { highFindings, isSupported, wrongWith, type Exceptions } from './dependencies';

const GOOD = { version: '1.0.0', license: 'MIT', integrity: 'sha512-x' };
const NONE: Exceptions = { installScripts: {}, notShipped: {} };

function check(entry: object, exceptions = NONE): readonly string[] {
  return wrongWith(
    { lock: { packages: { '': {}, 'node_modules/a/node_modules/@b/c': { ...GOOD, ...entry } } } },
    exceptions,
  );
}

describe('a package', () => {
  it('is good with a permissive licence, a checksum and no script', () => expect(check({})).toEqual([]));

  it.each([
    [{ license: 'GPL-3.0-only' }, '@b/c 1.0.0 (lock) is under GPL-3.0-only'],
    [{ license: undefined }, '@b/c 1.0.0 (lock) is under none'],
    [{ hasInstallScript: true }, '@b/c 1.0.0 (lock) has an install script without a reason'],
    [{ integrity: undefined }, '@b/c 1.0.0 (lock) has no checksum'],
    [{ integrity: 'sha1-x' }, '@b/c 1.0.0 (lock) has no checksum'],
    [{ resolved: 'git+https://example.com/a.git' }, '@b/c 1.0.0 (lock) comes from git+https://example.com/a.git'],
  ])('is not with %j', (entry, line) => expect(check(entry)).toEqual([line]));

  it('may be excused, by its name or its scope, as long as it needs it', () => {
    expect(check({ hasInstallScript: true }, { ...NONE, installScripts: { '@b/c': 'why' } })).toEqual([]);
    expect(check({ license: 'WTFPL' }, { ...NONE, notShipped: { '@b/': 'why' } })).toEqual([]);
    expect(check({}, { ...NONE, notShipped: { '@b/': 'why' } })).toEqual([
      '@b/ is excused and needs no excuse any more',
    ]);
  });
});

describe('what the registry says', () => {
  it('counts from high on, and no answer is none', () => {
    expect(highFindings({ vulnerabilities: { a: { severity: 'high' }, b: { severity: 'low' } } })).toEqual(['a']);
    expect(highFindings({ vulnerabilities: {} })).toEqual([]);
    expect(highFindings({})).toBeNull();
  });

  it('knows the three majors of Electron that get fixes', () => {
    expect(isSupported('45.4.1', '47.0.0')).toBe(true);
    expect(isSupported('45.4.1', '48.0.0')).toBe(false);
  });
});
