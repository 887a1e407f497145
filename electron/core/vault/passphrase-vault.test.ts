import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryStorage } from '../connections/connections.test-support';
import { codeOf } from '../store/failures.test-support';
import { PassphraseVault } from './passphrase-vault';

const PASSPHRASE = 'correct horse battery staple';
const SECRET = 'b2'.repeat(32);
/** The least that a file may ask for, so that the tests are quick. */
const QUICK = { name: 'scrypt', cost: 2 ** 14, blockSize: 8, parallelization: 1 } as const;

let storage: MemoryStorage;
let time: number;
beforeEach(() => {
  storage = new MemoryStorage();
  time = 1_000_000;
});

function open(): PassphraseVault {
  return new PassphraseVault({ storage, now: () => time, derivation: QUICK });
}

/** What the file says, with something else in it. */
function change(part: object): void {
  storage.content = { ...(storage.content as object), ...part };
}

it('keeps a secret behind the passphrase, through a restart', async () => {
  const first = open();
  expect(first.state).toBe('none');
  await first.create(PASSPHRASE);
  const sealed = first.seal(SECRET, 'secret');
  const again = open();
  expect(again.state).toBe('locked');
  expect(again.sealed(sealed)).toBe(true);
  expect(await codeOf(() => again.open(sealed, 'secret'))).toBe('secrets-locked');
  await again.unlock(PASSPHRASE);
  expect(again.open(sealed, 'secret')).toBe(SECRET);
  expect(JSON.stringify(storage.content)).not.toContain(PASSPHRASE);
});

it('seals the same text otherwise each time, and opens nothing that is passed off as something else', async () => {
  const vault = open();
  await vault.create(PASSPHRASE);
  const sealed = vault.seal(SECRET, 'secret');
  expect(vault.seal(SECRET, 'secret')).not.toBe(sealed);
  expect(() => vault.open(sealed, 'api-token')).toThrow();
  const last = sealed.at(-3) === 'A' ? 'B' : 'A';
  expect(() => vault.open(`${sealed.slice(0, -3)}${last}${sealed.slice(-2)}`, 'secret')).toThrow();
  expect(() => vault.open(sealed.slice(0, 30), 'secret')).toThrow();
});

it('takes the same letters in any composition', async () => {
  await open().create('Zürich-Genève-Łódź');
  const vault = open();
  await vault.unlock('Zürich-Genève-Łódź'.normalize('NFD'));
  expect(vault.state).toBe('open');
});

describe('a wrong passphrase', () => {
  it('opens nothing, and after some tries the next one has to wait', async () => {
    await open().create(PASSPHRASE);
    const vault = open();
    for (let tries = 0; tries < 3; tries += 1)
      expect(await codeOf(() => vault.unlock('wrong'))).toBe('passphrase-wrong');
    expect(await codeOf(() => vault.unlock(PASSPHRASE))).toBe('passphrase-wait');
    time += 1000;
    await vault.unlock(PASSPHRASE);
    expect(vault.state).toBe('open');
  });

  it('gains nothing by many tries at once', async () => {
    await open().create(PASSPHRASE);
    const vault = open();
    const codes = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((text) => codeOf(() => vault.unlock(text))));
    expect(codes).toEqual([
      'passphrase-wrong',
      'passphrase-wrong',
      'passphrase-wrong',
      'passphrase-wait',
      'passphrase-wait',
    ]);
  });

  it('changes no passphrase', async () => {
    const vault = open();
    await vault.create(PASSPHRASE);
    expect(await codeOf(() => vault.changePassphrase('wrong', 'another one'))).toBe('passphrase-wrong');
    await open().unlock(PASSPHRASE);
  });
});

it('a changed passphrase opens what was sealed before; the old one opens nothing', async () => {
  const vault = open();
  await vault.create(PASSPHRASE);
  const sealed = vault.seal(SECRET, 'secret');
  await vault.changePassphrase(PASSPHRASE, 'another passphrase');
  expect(vault.open(sealed, 'secret')).toBe(SECRET);
  const again = open();
  expect(await codeOf(() => again.unlock(PASSPHRASE))).toBe('passphrase-wrong');
  await again.unlock('another passphrase');
  expect(again.open(sealed, 'secret')).toBe(SECRET);
});

describe('closed while it is being opened', () => {
  it('by a change of its passphrase, it stays closed; the new passphrase counts', async () => {
    const vault = open();
    await vault.create(PASSPHRASE);
    const changed = vault.changePassphrase(PASSPHRASE, 'another passphrase');
    vault.lock();
    await changed;
    expect(vault.state).toBe('locked');
    await vault.unlock('another passphrase');
  });

  it('by its passphrase, it stays closed and says so', async () => {
    await open().create(PASSPHRASE);
    const vault = open();
    const opened = codeOf(() => vault.unlock(PASSPHRASE));
    vault.lock();
    expect(await opened).toBe('secrets-locked');
    expect(vault.state).toBe('locked');
  });

  it('for good, by a change of its passphrase, it is not there again', async () => {
    const vault = open();
    await vault.create(PASSPHRASE);
    const changed = codeOf(() => vault.changePassphrase(PASSPHRASE, 'another passphrase'));
    vault.forget();
    expect(await changed).toBe('secrets-unavailable');
    expect(vault.state).toBe('none');
  });
});

describe('a file', () => {
  it('that was changed does not open', async () => {
    await open().create(PASSPHRASE);
    change({ id: '0123456789abcdef' });
    expect(await codeOf(() => open().unlock(PASSPHRASE))).toBe('passphrase-wrong');
  });

  it.each([
    ['too much memory', { cost: 2 ** 24 }],
    ['a cost that is no power of two', { cost: 100_000 }],
    ['next to no work', { cost: 2 }],
    ['a huge block', { blockSize: 1024 }],
    ['many lanes', { parallelization: 4000 }],
    ['another function', { name: 'none' }],
  ])('that asks for %s is not obeyed, and stays when another takes its place', async (_, derivation) => {
    await open().create(PASSPHRASE);
    change({ derivation: { ...QUICK, ...derivation } });
    const vault = open();
    expect(vault.state).toBe('none');
    const before = storage.content;
    await vault.create(PASSPHRASE);
    expect(storage.aside).toEqual([before]);
  });

  it('of a later version is left alone', async () => {
    await open().create(PASSPHRASE);
    change({ version: 2 });
    const before = structuredClone(storage.content);
    expect(open().state).toBe('none');
    expect(storage.content).toEqual(before);
  });

  it('of a forgotten passphrase is put aside, and its secrets belong to no vault', async () => {
    const vault = open();
    await vault.create(PASSPHRASE);
    const sealed = vault.seal(SECRET, 'secret');
    vault.forget();
    expect(storage.aside).toHaveLength(1);
    await vault.create('another passphrase');
    expect(vault.sealed(sealed)).toBe(false);
  });
});
