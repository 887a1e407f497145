import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { codeOf } from '../store/failures.test-support';
import { Bench, draft, SECRET } from './connections.test-support';

const TOKEN = `cfut_${'t'.repeat(40)}0a1b2c3d`;
const apiToken = { kind: 'typed', value: ` ${TOKEN}\n` } as const;

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});

describe('an API token', () => {
  it('is kept beside the secret, sealed like it, and found again after a restart', async () => {
    const saved = await bench.open().save({ draft: draft({ apiToken }), replaces: null });
    expect(saved).toMatchObject({ secret: 'stored', apiToken: 'stored' });
    const again = bench.open();
    expect(await again.apiTokenOf({ kind: 'stored', connectionId: saved.id })).toBe(TOKEN);
    expect(JSON.stringify([again.state(), bench.states, bench.storage.content])).not.toContain(TOKEN);
  });

  it('is not needed, and its absence is told when it is asked for', async () => {
    const connections = bench.open();
    const saved = await connections.save({ draft: draft(), replaces: null });
    expect(saved.apiToken).toBe('none');
    const chosen = { kind: 'stored', connectionId: saved.id } as const;
    expect(await codeOf(() => connections.apiTokenOf(chosen))).toBe('api-token-missing');
    expect(await codeOf(() => connections.apiTokenOf({ kind: 'typed', value: ' ' }))).toBe('invalid-input');
  });

  it('stays when the connection is changed, serves a copy of it, and goes when it is left out', async () => {
    const connections = bench.open();
    const one = await connections.save({ draft: draft({ apiToken }), replaces: null });
    const same = { kind: 'stored', connectionId: one.id } as const;
    await connections.save({ draft: draft({ bucket: 'other', secret: same, apiToken: same }), replaces: one.id });
    const copy = await connections.save({
      draft: draft({ bucket: 'two', secret: same, apiToken: same }),
      replaces: null,
    });
    connections.remove(one.id);
    expect(await connections.apiTokenOf({ kind: 'stored', connectionId: copy.id })).toBe(TOKEN);
    await connections.storeOf(copy.id);
    expect(bench.configs.at(-1)).toMatchObject({ bucket: 'two', secretAccessKey: SECRET });

    const own = { kind: 'stored', connectionId: copy.id } as const;
    const without = await connections.save({ draft: draft({ secret: own }), replaces: copy.id });
    expect(without.apiToken).toBe('none');
    expect(JSON.stringify(bench.storage.content)).toContain('"sealedApiToken":null');
  });

  it('has an end that is kept, for the keys that it gives and for itself, and asked again with each check', async () => {
    const secretAccessKey = createHash('sha256').update(TOKEN).digest('hex');
    let until = Date.UTC(2027, 1, 1);
    const proveToken = async () => ({ accessKeyId: 'a'.repeat(32), secretAccessKey, term: { from: null, until } });
    const connections = bench.open({ proveToken });
    const early = await connections.save({ draft: draft({ apiToken }), replaces: null });
    expect(early).toMatchObject({ keysTerm: null, apiTokenTerm: null });
    connections.noteToken(await proveToken());
    const term = { from: null, until };
    expect(connections.profileOf(early.id).keysTerm).toEqual(term);
    const saved = await connections.save({ draft: draft({ apiToken }), replaces: early.id });
    expect(saved).toMatchObject({ keysTerm: term, apiTokenTerm: term });
    expect(bench.open().profileOf(saved.id)).toMatchObject({ keysTerm: term, apiTokenTerm: term });

    until = Date.UTC(2028, 1, 1);
    const own = { kind: 'stored', connectionId: saved.id } as const;
    // Stopped before the bucket is asked: what Cloudflare says of the token is kept all the same.
    const again = { checkId: 'c', draft: draft({ secret: own, apiToken: own }) };
    await expect(connections.check(again, () => undefined, AbortSignal.abort())).rejects.toThrow();
    expect(connections.profileOf(saved.id)).toMatchObject({ keysTerm: { until }, apiTokenTerm: { until } });
    const other = await connections.save({
      draft: draft({ accessKeyId: 'b'.repeat(32), secret: own, apiToken: own }),
      replaces: saved.id,
    });
    expect(other).toMatchObject({ keysTerm: null, apiTokenTerm: { until } });
  });

  it('that the keychain cannot open any more harms nothing else', async () => {
    const saved = await bench.open().save({ draft: draft({ apiToken }), replaces: null });
    bench.vault.key = 'k2';
    const again = bench.open();
    const chosen = { kind: 'stored', connectionId: saved.id } as const;
    expect(await codeOf(() => again.apiTokenOf(chosen))).toBe('secrets-unreadable');
    expect(again.profileOf(saved.id)).toMatchObject({ secret: 'stored', apiToken: 'unreadable' });
    expect(bench.states.at(-1)?.profiles).toMatchObject([{ apiToken: 'unreadable' }]);
  });

  it('lives for the session alone where there is no keychain', async () => {
    bench.vault.kind = 'session-only';
    const connections = bench.open();
    const saved = await connections.save({ draft: draft({ apiToken }), replaces: null });
    expect(saved).toMatchObject({ secret: 'session', apiToken: 'session' });
    expect(await connections.apiTokenOf({ kind: 'stored', connectionId: saved.id })).toBe(TOKEN);
    expect(bench.open().profileOf(saved.id)).toMatchObject({ secret: 'missing', apiToken: 'none' });
  });
});

it.each([1, 2])('profiles as version %i kept them are read, and kept on in the new form', async (version) => {
  const sealedSecret = await bench.vault.seal(SECRET);
  const old = { publicBase: null, publicDomains: [], accessKeyId: 'a'.repeat(32), createdAt: 7, sealedSecret };
  const r2 = { kind: 'r2', accountId: '0123456789abcdef0123456789abcdef', jurisdiction: 'eu' };
  const other = { kind: 'endpoint', endpoint: 'https://s3.example.com', region: 'auto' };
  bench.storage.content = {
    version,
    activeId: 'two',
    profiles: [
      { ...old, id: 'one', name: 'one', bucket: 'one', address: r2 },
      { ...old, id: 'two', name: 'two', bucket: 'two', address: other },
    ],
  };
  const connections = bench.open();
  expect(connections.state()).toMatchObject({
    activeId: 'two',
    profiles: [
      { id: 'one', address: r2, secret: 'stored', apiToken: 'none' },
      { id: 'two', address: { ...other, style: 'path' }, secret: 'stored', apiToken: 'none' },
    ],
  });
  expect(bench.storage.aside).toEqual([]);
  await connections.storeOf('one');
  expect(bench.configs).toMatchObject([{ bucket: 'one', secretAccessKey: SECRET }]);
  connections.select('one');
  expect(bench.storage.content).toMatchObject({ version: 4, profiles: [{ sealedApiToken: null }, { id: 'two' }] });
});
