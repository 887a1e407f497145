import path from 'node:path';
import fc from 'fast-check';
import type { Desk } from '../desk';
import type { RunningSandbox } from '../sandbox';
import { viewOfAll } from '../../bench/library/page-measures';
import { anyText } from './any-value';
import type { KnownFields } from './from-schema';

export const PASSPHRASES = ['correct horse battery', 'staple the other horse'] as const;

export interface Surroundings {
  readonly desk: Desk;
  readonly sandbox: RunningSandbox;
  /** The only place on the disk that messages name. */
  readonly folder: string;
}

/** Mostly one of these, so that a message gets as far as it can; now and then anything. */
function mostly(of: readonly string[], otherwise = anyText(200)): fc.Arbitrary<string> {
  if (of.length === 0) return otherwise;
  return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...of) }, { weight: 1, arbitrary: otherwise });
}

/** What the running app knows now, as fields of messages. */
export async function knownFields({ desk, sandbox, folder }: Surroundings, connectionId: string): Promise<KnownFields> {
  const { slices } = await desk.call('app.snapshot', null);
  const view = viewOfAll(connectionId, '', { field: 'name', direction: 'asc' });
  const listed = await desk.ask('library.rows', { view, start: 0, count: 100 });
  const assets = listed.ok ? listed.value.rows.flatMap((row) => (row.kind === 'asset' ? [row] : [])) : [];
  const queued = await desk.ask('transfers.rows', { start: 0, count: 50 });
  const transferId = mostly(queued.ok ? queued.value.rows.map(({ id }) => id) : []);
  const tasks = mostly(slices.generation.tasks.map(({ id }) => id));
  const assetId = mostly(assets.map((asset) => asset.assetId));
  // Paths are never anything: a path that happens to be `/` would be uploaded.
  const file = fc.constantFrom(
    ...['files', 'files/note.txt', 'files/one.png', 'gone', 'files/\0', `files/${'x'.repeat(300)}`].map((name) =>
      path.join(folder, name),
    ),
  );
  const somewhere = fc.constantFrom('', 'in/', 'in/deeper/', '../', `${'长'.repeat(300)}/`);
  return {
    connectionId: mostly([
      connectionId,
      connectionId,
      connectionId,
      ...slices.connections.profiles.map(({ id }) => id),
    ]),
    assetId,
    assetIds: assetId,
    except: assetId,
    key: mostly([...assets.map(({ key }) => key), 'made.zip', 'in/new.zip']),
    prefix: somewhere,
    prefixes: somewhere,
    transferId,
    which: transferId,
    taskId: tasks,
    taskIds: tasks,
    folderId: mostly(slices.watch.folders.map(({ id }) => id)),
    path: file,
    paths: file,
    endpoint: fc.constantFrom(sandbox.endpoint, 'http://127.0.0.1:1', 'http://[', 'ftp://127.0.0.1', 'not an address'),
    publicBase: fc.constantFrom(sandbox.publicBase, 'http://127.0.0.1:1/', 'https://nowhere.invalid', 'http://['),
    base: fc.constantFrom(sandbox.publicBase, 'http://127.0.0.1:1/', 'https://nowhere.invalid', '\ud800'),
    bucket: mostly([sandbox.bucket]),
    accessKeyId: mostly([sandbox.accessKeyId]),
    passphrase: fc.constantFrom(...PASSPHRASES),
    current: fc.constantFrom(...PASSPHRASES, 'wrong and long enough'),
    next: fc.constantFrom(...PASSPHRASES),
    fields: fc.constantFrom(
      {},
      { url: 'http://127.0.0.1:1' },
      { url: 'http://[' },
      { constructor: 'x' },
      { program: '/nowhere/at all', arguments: '{prompt}' },
    ),
    width: fc.constantFrom(16, 64, 512),
    height: fc.constantFrom(16, 64, 512),
    count: fc.constantFrom(1, 2, 500),
    cacheControl: fc.constantFrom('', 'no-store', 'public, max-age=60', '\r\nX: y'),
    metadata: fc.constantFrom({}, { a: 'b' }, { 'x-é': '長' }, { ['__proto__']: 'x' }, { a: null }),
    port: fc.constantFrom(0, 1, 65_535, 47_000),
  };
}
