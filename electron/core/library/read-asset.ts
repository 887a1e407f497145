import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { assertNever } from '../../../shared/assert';
import { fail } from '../../../shared/failure';
import { nameOfKey } from '../../../shared/keys';
import type { ObjectStore } from '../store/object-store';
import { reading } from '../transfers/file-failure';
import type { AssetSource } from './asset-source';

/** All the bytes of an asset to start a picture from, wherever they are; fails where there are more than `maxBytes`. */
export async function readAsset(
  source: AssetSource,
  maxBytes: number,
  storeOf: (connectionId: string) => ObjectStore | Promise<ObjectStore>,
  signal: AbortSignal,
): Promise<Uint8Array> {
  switch (source.kind) {
    case 'memory':
      return source.bytes;
    case 'local':
      return readLocal(source.path, maxBytes);
    case 'remote': {
      if (source.size > maxBytes) fail('reference-not-a-picture', { name: nameOfKey(source.key) });
      const store = await storeOf(source.connectionId);
      const { stream } = await store.get(source.key, { range: null, ifMatch: source.etag }, signal);
      return buffer(stream);
    }
    default:
      return assertNever(source);
  }
}

/** The same of a file of this computer. */
export function readLocal(file: string, maxBytes: number): Promise<Uint8Array> {
  return reading(file, async () => {
    const { size } = await stat(file);
    if (size > maxBytes) fail('reference-not-a-picture', { name: path.basename(file) });
    return readFile(file);
  });
}
