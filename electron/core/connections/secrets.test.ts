import { beforeEach, describe, expect, it } from 'vitest';
import type { FailureError } from '../../../shared/failure';
import { codeOf } from '../store/failures.test-support';
import { Bench, draft, SECRET } from './connections.test-support';

const OTHER_SECRET = 'c3'.repeat(32);

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});

describe('a keychain', () => {
  it('that cannot open a secret loses nothing', async () => {
    const connections = bench.open();
    const one = await connections.save({ draft: draft(), replaces: null });
    const before = JSON.stringify(bench.storage.content);
    bench.vault.key = 'k2';
    const again = bench.open();
    expect(await codeOf(() => again.storeOf(one.id))).toBe('secrets-unreadable');
    expect(again.state().profiles).toMatchObject([{ id: one.id, bucket: 'media', secret: 'unreadable' }]);
    expect(bench.states.at(-1)?.profiles).toMatchObject([{ secret: 'unreadable' }]);
    expect(JSON.stringify(bench.storage.content)).toBe(before);

    bench.vault.key = 'k1';
    await again.storeOf(one.id);
    expect(again.profileOf(one.id).secret).toBe('stored');
  });

  it('of another machine takes a new secret in place of the old', async () => {
    const one = await bench.open().save({ draft: draft(), replaces: null });
    bench.vault.key = 'k2';
    const again = bench.open();
    expect(await codeOf(() => again.storeOf(one.id))).toBe('secrets-unreadable');
    const secret = { kind: 'typed', value: OTHER_SECRET } as const;
    expect(await again.save({ draft: draft({ secret }), replaces: one.id })).toMatchObject({ secret: 'stored' });
    await again.storeOf(one.id);
    expect(bench.configs.at(-1)?.secretAccessKey).toBe(OTHER_SECRET);
  });

  it('that will not seal keeps the connection from being half kept, and says nothing of the secret', async () => {
    bench.vault.key = 'locked';
    const connections = bench.open();
    const error: unknown = await connections
      .save({ draft: draft(), replaces: null })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ failure: { code: 'secrets-unavailable' } });
    expect(JSON.stringify((error as FailureError).failure) + String(error)).not.toContain(SECRET);
    expect(connections.state().profiles).toEqual([]);
  });

  it('that is not there leaves the secret in memory alone, until the app ends', async () => {
    bench.vault.kind = 'session-only';
    const connections = bench.open();
    const one = await connections.save({ draft: draft(), replaces: null });
    expect(connections.state()).toMatchObject({ storage: { kind: 'session-only' }, profiles: [{ secret: 'session' }] });
    await connections.storeOf(one.id);
    expect(bench.configs[0]?.secretAccessKey).toBe(SECRET);
    expect(JSON.stringify(bench.storage.content)).not.toContain(Buffer.from(SECRET).toString('base64'));

    const again = bench.open();
    expect(again.profileOf(one.id).secret).toBe('missing');
    expect(await codeOf(() => again.storeOf(one.id))).toBe('secrets-unavailable');
  });
});

describe('the sandbox', () => {
  it('is one connection, however often it is opened', async () => {
    const connections = bench.open();
    const one = await connections.openSandbox();
    await connections.save({ draft: draft(), replaces: null });
    const two = await connections.openSandbox();
    expect(two.id).toBe(one.id);
    expect(two).toMatchObject({ address: { kind: 'sandbox' }, publicBase: 'http://127.0.0.1:1001', secret: 'stored' });
    expect(connections.state()).toMatchObject({ activeId: one.id, profiles: [{ id: one.id }, { bucket: 'media' }] });
    expect(JSON.stringify(bench.storage.content)).not.toContain(bench.sandbox.secretAccessKey);
  });

  it('is followed to another port', async () => {
    const { id } = await bench.open().openSandbox();
    const again = bench.open();
    await again.storeOf(id);
    bench.sandbox = { ...bench.sandbox, endpoint: 'http://127.0.0.1:2000', publicBase: 'http://127.0.0.1:2001' };
    expect(await again.readyProfileOf(id)).toMatchObject({ publicBase: 'http://127.0.0.1:2001' });
    await again.storeOf(id);
    await again.storeOf(id);
    expect(bench.configs.map((one) => one.endpoint)).toEqual(['http://127.0.0.1:1000', 'http://127.0.0.1:2000']);
    expect(bench.closed).toHaveLength(1);
  });

  it('that does not start says so, and is tried again', async () => {
    const { id } = await bench.open().openSandbox();
    const again = bench.open();
    bench.sandboxStarts = false;
    expect(await codeOf(() => again.storeOf(id))).toBe('sandbox-failed');
    bench.sandboxStarts = true;
    expect((await again.storeOf(id)).bucket).toBe('sandbox');
  });
});
