import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { EMPTY_LIBRARY, type LibraryScope, type LibraryState, type LibraryView } from '../../../shared/library';
import { NO_FILTERS } from '../../../shared/view-filters';
import { contentTypeOfName } from '../../../shared/media';
import type { TransferItem } from '../../../shared/transfer';
import type { Reply } from '../reply';
import type { Clock } from '../transfers/clock';
import { startSandbox } from '../sandbox/sandbox';
import type { Sandbox } from '../sandbox/types';
import type { ObjectStore } from '../store/object-store';
import { createR2Store } from '../store/r2-store';
import { assetIdOf } from './asset-id';
import { createLibrary } from './create-library';
import { indexHere } from './index/index-line.test-support';
import type { Library, LibraryDeps } from './library';

/** For tests: a real bucket on this machine, a library over it, and its published states. */
export interface TestBucket {
  readonly dir: string;
  readonly sandbox: Sandbox;
  readonly store: ObjectStore;
  put(key: string, body?: string): Promise<void>;
  /** A library with its own cache folder, or that of another to start again on it. */
  library(deps?: Partial<LibraryDeps>): TestLibrary;
  close(): Promise<void>;
}

export interface TestLibrary {
  readonly library: Library;
  /** The first published state that is so. */
  until(so: (state: LibraryState) => boolean): Promise<LibraryState>;
  /** Opens the connection `c` and reads the bucket to its end. */
  scanned(): Promise<LibraryState>;
}

/** The time of day, and no waiting. */
export const hasty: Clock = {
  now: () => Date.now(),
  after(_ms, run) {
    const soon = setImmediate(run);
    return () => clearImmediate(soon);
  },
};

export const CONNECTION = 'c';
export const never = new AbortController().signal;

export async function openTestBucket(): Promise<TestBucket> {
  const dir = await mkdtemp(path.join(tmpdir(), 'flow-library-'));
  const sandbox = await startSandbox({ dir: path.join(dir, 'sandbox') });
  const store = createR2Store({ ...sandbox, region: 'auto' });
  const made: Library[] = [];
  return {
    dir,
    sandbox,
    store,
    put: (key, body = key) => putText(store, key, body),
    library(deps = {}) {
      const test = testLibrary({ cacheDir: path.join(dir, `cache-${made.length}`), storeOf: () => store, ...deps });
      made.push(test.library);
      return test;
    },
    async close() {
      for (const library of made) await library.close();
      store.close();
      await sandbox.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function testLibrary(deps: Pick<LibraryDeps, 'storeOf' | 'cacheDir'> & Partial<LibraryDeps>): TestLibrary {
  let latest: LibraryState = EMPTY_LIBRARY;
  const listeners = new Set<() => void>();
  const library = createLibrary({
    knows: () => true,
    isInItsBucket: () => true,
    factsOf: () => null,
    transferOfAsset: () => null,
    clock: hasty,
    startIndex: indexHere,
    report: () => undefined,
    ...deps,
    publish(slice) {
      latest = slice;
      for (const listener of listeners) listener();
    },
  });
  const until = (so: (state: LibraryState) => boolean) =>
    new Promise<LibraryState>((resolve) => {
      const look = () => {
        if (!so(latest)) return;
        listeners.delete(look);
        resolve(latest);
      };
      listeners.add(look);
      look();
    });
  const scanned = async () => {
    await library.open(CONNECTION);
    await until(() => library.state().scan.kind !== 'scanning');
    return library.state();
  };
  return { library, until, scanned };
}

async function putText(store: ObjectStore, key: string, text: string): Promise<void> {
  const body = Buffer.from(text);
  const contentMd5 = createHash('md5').update(body).digest('base64');
  const contentType = contentTypeOfName(key);
  await store.put(key, body, { contentType, cacheControl: null, metadata: {}, condition: 'none', contentMd5 }, never);
}

export function viewOf(scope: LibraryScope, change: Partial<LibraryView> = {}): LibraryView {
  const sort = { field: 'name', direction: 'asc' } as const;
  return { connectionId: CONNECTION, scope, search: '', kinds: [], filters: NO_FILTERS, flat: false, sort, ...change };
}

export const folder = (prefix: string, change?: Partial<LibraryView>) => viewOf({ kind: 'folder', prefix }, change);

/** Names of the rows of a view, folders with their slash. */
export async function namesIn(library: Library, view: LibraryView): Promise<string[]> {
  const { rowCount } = await library.summary(view);
  const { rows } = await library.rows(view, 0, rowCount);
  return rows.map((row) => (row.kind === 'folder' ? `${row.name}/${row.count}` : row.name));
}

export function uploadOf(change: Partial<TransferItem> & Pick<TransferItem, 'key' | 'localPath'>): TransferItem {
  return {
    id: `t-${change.key}`,
    direction: 'upload',
    origin: 'files',
    connectionId: CONNECTION,
    bucket: 'b',
    copy: null,
    assetId: assetIdOf(CONNECTION, change.key),
    name: change.key,
    size: 5,
    contentType: contentTypeOfName(change.key),
    addedAt: 1_700_000_000_000,
    state: { kind: 'queued' },
    ...change,
  };
}

/** What a page would make of a reply. */
export function responseOf({ status, headers, body }: Reply): Response {
  const bytes =
    body instanceof Readable
      ? (Readable.toWeb(body) as ReadableStream<Uint8Array>)
      : (body as ConstructorParameters<typeof Response>[0]);
  return new Response(bytes, { status, headers });
}
