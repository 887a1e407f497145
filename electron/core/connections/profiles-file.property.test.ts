import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { FailureError } from '../../../shared/failure';
import { hostOfBase } from '../../../shared/links';
import { hostOfAddress } from '../../../shared/usage';
import { mutated } from '../../../tests/support/fuzz/any-value';
import { damaged } from '../../../tests/support/fuzz/damages';
import { codeOf } from '../store/failures.test-support';
import { Bench, draft } from './connections.test-support';

/** What two connections and the sandbox leave on the disk. */
let document: unknown;

beforeAll(async () => {
  const bench = new Bench();
  const connections = bench.open();
  await connections.save({ draft: draft(), replaces: null });
  const address = { kind: 'endpoint', endpoint: 'https://s3.example.com', region: 'auto', style: 'path' } as const;
  await connections.save({ draft: draft({ address, bucket: 'other' }), replaces: null });
  await connections.openSandbox();
  document = bench.storage.content;
});

function onDamagedDisk(): fc.Arbitrary<unknown> {
  const text = damaged(Buffer.from(JSON.stringify(document))).map((bytes) => bytes.toString('utf8'));
  return fc.oneof(fc.constant(document).chain(mutated), text.map(parsedOrNot));
}

/** `MemoryStorage` has a word for a file that is no JSON. */
function parsedOrNot(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return 'not json';
  }
}

async function failureOrNull(ask: () => Promise<unknown>): Promise<unknown> {
  const error = await ask().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof FailureError ? null : error;
}

describe('the file of connections, whatever stands in it', () => {
  it('is read as far as it goes, kept aside where that is not whole, and gives what can be worked with', async () => {
    await fc.assert(
      fc.asyncProperty(onDamagedDisk(), async (content) => {
        const bench = new Bench();
        bench.storage.content = content;
        const connections = bench.open();
        const { profiles, activeId } = connections.state();
        expect(activeId === null || profiles.some(({ id }) => id === activeId)).toBe(true);
        for (const { id, address, publicBase, publicDomains } of profiles) {
          expect(hostOfAddress(address)).toEqual(expect.any(String));
          for (const base of [publicBase ?? [], ...publicDomains.map((one) => one.base)].flat())
            expect(hostOfBase(base)).not.toBe('');
          expect(await failureOrNull(() => connections.storeOf(id))).toBeNull();
          expect(await failureOrNull(() => connections.exportText(id, 'env'))).toBeNull();
        }
        connections.close();
        expect(
          bench
            .open()
            .state()
            .profiles.map(({ id }) => id),
        ).toEqual(profiles.map(({ id }) => id));
        if (profiles.length < 3 && content !== null && content !== undefined) expectKept(bench, content);
      }),
      { numRuns: 150 },
    );
  });
});

it('a damaged address or public base costs itself alone', async () => {
  const damage = (text: string): unknown =>
    JSON.parse(
      text.replace('0123456789abcdef', '01234 6789abcdef').replaceAll('https://media.', 'ht\ufffdps://media.'),
    );
  const bench = new Bench();
  bench.storage.content = damage(JSON.stringify(document));
  const connections = bench.open();
  const { profiles } = connections.state();
  expect(profiles.map(({ publicBase }) => publicBase)).toEqual([null, null, 'http://127.0.0.1:1001']);
  expect(bench.storage.aside).toHaveLength(1);
  for (const { address } of profiles) expect(hostOfAddress(address)).not.toBe('');
  expect(await codeOf(connections.storeOf(profiles[0]?.id ?? ''))).toBe('invalid-input');
});

it('bytes where a list is meant cost that connection, and throw nothing', () => {
  const bench = new Bench();
  const { profiles, ...rest } = document as { profiles: readonly object[] };
  const [first, ...others] = profiles;
  bench.storage.content = { ...rest, profiles: [{ ...first, publicDomains: Uint8Array.of(0) }, ...others] };
  expect(bench.open().state().profiles).toHaveLength(others.length);
});

/** Unless connections are only gone from it, which a person may have done. */
function expectKept({ storage }: Bench, content: unknown): void {
  if (storage.aside.length === 0) expect(content).toHaveProperty('profiles', expect.any(Array));
  else expect(storage.aside).toEqual([content]);
}
