import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ConnectionDraft } from '../../../shared/connection';
import { startSandbox } from '../sandbox/sandbox';
import type { Sandbox } from '../sandbox/types';
import { createR2Store } from '../store/r2-store';
import { createWebFetch } from '../store/web-fetch';
import { createConnections } from './connections';
import { MemoryStorage, TestVault } from './connections.test-support';

const ACCOUNT = '0123456789abcdef0123456789abcdef';
let dir = '';
let sandbox: Sandbox;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'jurisdiction-'));
  sandbox = await startSandbox({ dir });
});
afterAll(async () => {
  await sandbox.close();
  await rm(dir, { recursive: true });
});

/** The first line of a check, of an account whose bucket is in `eu` alone. */
async function firstLine(jurisdiction: 'default' | 'eu', bucket: string) {
  const connections = createConnections({
    storage: new MemoryStorage(),
    vault: new TestVault(),
    sandbox: { start: async () => sandbox },
    createStore: async (config) =>
      createR2Store({
        ...config,
        endpoint: sandbox.endpoint,
        bucket: config.endpoint.includes('.eu.') ? config.bucket : 'not-here',
      }),
    probe: { fetch: createWebFetch(async () => null) },
    now: Date.now,
    wait: () => Promise.reject(new DOMException('No patience', 'AbortError')),
    randomId: () => 'r',
    onChange: () => undefined,
  });
  const draft: ConnectionDraft = {
    address: { kind: 'r2', accountId: ACCOUNT, jurisdiction },
    bucket,
    publicBase: null,
    accessKeyId: sandbox.accessKeyId,
    secret: { kind: 'typed', value: sandbox.secretAccessKey },
    apiToken: { kind: 'none' },
  };
  const abort = new AbortController();
  let first: unknown = null;
  // Only the first line: the clock would be asked of the real R2.
  const watch = (check: { lines: readonly { outcome: { kind: string } }[] }): void => {
    if (check.lines[0]?.outcome.kind === 'running') return;
    first ??= check.lines[0]?.outcome;
    abort.abort();
  };
  await connections.check({ checkId: 'c', draft }, watch, abort.signal).catch(() => undefined);
  return first;
}

it.each(['full', 'object-scoped'] as const)(
  'finds the bucket where it is, with a token that is %s',
  async (profile) => {
    sandbox.setProfile(profile);
    expect(await firstLine('default', sandbox.bucket)).toMatchObject({
      kind: 'failed',
      failure: { code: 'other-jurisdiction', params: { jurisdiction: 'eu' } },
    });
  },
);

it.each([
  ['full', 'no-such-bucket'],
  ['object-scoped', 'access-denied'],
] as const)('leaves the answer as it is when the bucket is nowhere (%s)', async (profile, code) => {
  sandbox.setProfile(profile);
  expect(await firstLine('default', 'nowhere')).toMatchObject({ kind: 'failed', failure: { code } });
});
