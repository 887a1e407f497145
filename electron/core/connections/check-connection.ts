import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { ConnectionCheck } from '../../../shared/connection';
import { failure, FailureError } from '../../../shared/failure';
import { publicUrl } from '../../../shared/links';
import { isOtherContent, probe, type ProbeOptions } from '../links/probe';
import { LOOKED_AT, sampleOf } from '../links/sample';
import type { Jurisdiction } from '../../../shared/r2';
import { OWN_PREFIX } from '../library/own-objects';
import { isAbort } from '../store/abort';
import type { ListedObject, ObjectStore } from '../store/object-store';
import { concernsListingAlone, mustBeSame, within, type CheckSheet, type Passed } from './check';
import { compareClocks, readCors } from './check-surroundings';

export interface CheckInput {
  readonly sheet: CheckSheet;
  readonly store: ObjectStore;
  /** Where the store is. */
  readonly endpoint: string;
  /** Base of public links; null where there is none to try. */
  readonly publicBase: string | null;
  readonly probe: ProbeOptions;
  /** Where else in the account the bucket answers; null where nowhere. */
  readonly elsewhere: (signal: AbortSignal) => Promise<Jurisdiction | null>;
  /** ms since 1970. */
  readonly now: () => number;
  readonly randomId: () => string;
  /** ms for each line. */
  readonly patience?: number;
}

/** An object to try reading with: the probe that was written, or one that was there. */
type Sample =
  | { readonly kind: 'probe'; readonly key: string; readonly bytes: Uint8Array }
  | { readonly kind: 'listed'; readonly object: ListedObject };

type Limited = <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>;

const PROBE_PREFIX = `${OWN_PREFIX}probe-`;
const PATIENCE_MS = 20_000;
const CLEAN_UP_MS = 10_000;

/**
 * Tries each right of a connection by using it: lists, writes a probe, reads it back, opens it on the public domain, also as a
 * website's script would, and deletes it; then compares the clocks. A token that may only read is tried on an object that is
 * there. Nothing is left behind, on a cancel neither.
 */
export async function checkConnection(input: CheckInput, signal: AbortSignal): Promise<ConnectionCheck> {
  const { sheet } = input;
  const { host } = new URL(input.endpoint);
  const limited: Limited = (work) => within(input.patience ?? PATIENCE_MS, host, signal, work);
  const listed = await sheet.run('list', async () => {
    try {
      return await limited((own) => list(input.store, own));
    } catch (error) {
      throw await explained(error, input, signal);
    }
  });
  if (!listed.passed && !concernsListingAlone(listed.failure)) {
    sheet.skip('needs-list', ['write', 'read', 'delete', 'public-read', 'cors']);
    // Where there was an answer, a wrong clock may be what is behind it.
    if ('status' in listed.failure.params) await checkClock(sheet, input, limited);
    else sheet.skip('needs-list', ['clock']);
    return sheet.finish();
  }
  const bytes = Buffer.from(`Flow Media tried whether it may write here. ${input.randomId()}\n`);
  const key = `${PROBE_PREFIX}${input.randomId()}.txt`;
  let mayBeThere = true;
  try {
    const written = await sheet.run('write', () => limited((own) => write(input.store, key, bytes, own)));
    if (!written.passed && written.failure.code === 'access-denied') mayBeThere = false;
    const found = listed.passed ? listed.value : null;
    const sample: Sample | null = written.passed
      ? { kind: 'probe', key, bytes }
      : found === null
        ? null
        : { kind: 'listed', object: found };
    await checkReads(sheet, input, sample, listed.passed ? 'needs-write' : 'needs-list', limited);
    if (!written.passed) sheet.skip('needs-write', ['delete']);
    else if ((await sheet.run('delete', () => limited((own) => remove(input.store, key, own)))).passed)
      mayBeThere = false;
  } finally {
    if (mayBeThere) await cleanUp(input.store, key);
  }
  await checkClock(sheet, input, limited);
  if (listed.passed) sheet.noteReach(await reachOf(input.store, limited));
  return sheet.finish();
}

/**
 * Whether the keys are told all buckets of the account: R2's Admin tokens alone are, whatever buckets an Object token was made for
 * (r2/api/tokens; mhart/aws4fetch#72). Creating one is not tried, since a bucket would be there. null where it was not answered.
 */
async function reachOf(store: ObjectStore, limited: Limited): Promise<boolean | null> {
  try {
    return await limited((own) => store.listsBuckets(own));
  } catch (error) {
    if (error instanceof FailureError) return null;
    throw error;
  }
}

/** A listing that is refused with what may as well be the wrong jurisdiction, said for what it is. */
async function explained(error: unknown, { store, elsewhere }: CheckInput, signal: AbortSignal): Promise<unknown> {
  const isUnclear = error instanceof FailureError && ['access-denied', 'no-such-bucket'].includes(error.failure.code);
  const jurisdiction = isUnclear ? await elsewhere(signal) : null;
  if (!isUnclear || jurisdiction === null) return error;
  const { params, detail } = error.failure;
  return new FailureError(failure('other-jurisdiction', { ...params, bucket: store.bucket, jurisdiction }, detail));
}

async function checkClock(sheet: CheckSheet, input: CheckInput, limited: Limited): Promise<void> {
  const { endpoint, probe, now } = input;
  await sheet.run('clock', () => limited((own) => compareClocks(endpoint, probe.fetch, now, own)));
}

async function checkReads(
  sheet: CheckSheet,
  input: CheckInput,
  sample: Sample | null,
  without: 'needs-write' | 'needs-list',
  limited: Limited,
): Promise<void> {
  if (sample === null) sheet.skip(without, ['read']);
  else await sheet.run('read', () => limited((own) => read(input.store, sample, own)));
  const { publicBase } = input;
  if (publicBase === null) return sheet.skip('no-public-domain', ['public-read', 'cors']);
  if (sample === null) return sheet.skip(without, ['public-read', 'cors']);
  const url = publicUrl(publicBase, keyOf(sample));
  const opened = await sheet.run('public-read', () => limited((own) => readPublic(url, sample, input.probe, own)));
  if (opened.passed) await sheet.run('cors', () => limited((own) => readCors(url, input.probe.fetch, own)));
  else sheet.skip('needs-public-read', ['cors']);
}

function keyOf(sample: Sample): string {
  return sample.kind === 'probe' ? sample.key : sample.object.key;
}

async function list(store: ObjectStore, signal: AbortSignal): Promise<Passed<ListedObject | null>> {
  // Not HeadBucket, which object-level tokens may be refused.
  const page = await store.list({ prefix: '', delimiter: '', continuationToken: null, maxKeys: LOOKED_AT }, signal);
  return { value: sampleOf(page.objects) ?? page.objects[0] ?? null, facts: { found: page.objects.length } };
}

async function write(store: ObjectStore, key: string, bytes: Buffer, signal: AbortSignal): Promise<Passed<null>> {
  const contentMd5 = createHash('md5').update(bytes).digest('base64');
  const headers = { contentType: 'text/plain; charset=utf-8', cacheControl: 'no-store', metadata: {} };
  await store.put(key, bytes, { ...headers, contentMd5, condition: 'none' }, signal);
  return { value: null, facts: { bytes: bytes.byteLength } };
}

async function read(store: ObjectStore, sample: Sample, signal: AbortSignal): Promise<Passed<null>> {
  if (sample.kind === 'probe') {
    const body = await store.get(sample.key, { range: null, ifMatch: null }, signal);
    const found = await buffer(body.stream);
    mustBeSame(found, sample.bytes, sample.key);
    return { value: null, facts: { bytes: found.byteLength } };
  }
  const { key, size } = sample.object;
  const range = size === 0 ? null : { start: 0, end: 0 };
  const body = await store.get(key, { range, ifMatch: null }, signal);
  const found = await buffer(body.stream);
  return { value: null, facts: { bytes: found.byteLength } };
}

async function remove(store: ObjectStore, key: string, signal: AbortSignal): Promise<Passed<null>> {
  await store.delete(key, signal);
  return { value: null, facts: {} };
}

async function readPublic(
  url: string,
  sample: Sample,
  options: ProbeOptions,
  signal: AbortSignal,
): Promise<Passed<null>> {
  // One byte more than expected, so that a longer answer is seen to be another one.
  const wish =
    sample.kind === 'probe'
      ? ({ kind: 'bytes', max: sample.bytes.byteLength + 1 } as const)
      : ({ kind: 'exists' } as const);
  const result = await probe(url, wish, options, signal);
  if (!result.opens) throw new FailureError(result.failure);
  const same =
    sample.kind === 'probe'
      ? result.bytes !== null && Buffer.compare(result.bytes, sample.bytes) === 0
      : !isOtherContent(result.head, sample.object);
  const { host } = new URL(url);
  if (!same) throw new FailureError(failure('not-public', { host }, 'The domain answers with something else'));
  return { value: null, facts: { host } };
}

/** The cancel must not stop this one; it has its own end. */
async function cleanUp(store: ObjectStore, key: string): Promise<void> {
  try {
    await store.delete(key, AbortSignal.timeout(CLEAN_UP_MS));
  } catch (error) {
    if (!(error instanceof FailureError) && !isAbort(error)) throw error;
  }
}
