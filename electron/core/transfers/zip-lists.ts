import { createReadStream } from 'node:fs';
import { mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { reading, writing } from './file-failure';
import { removeQuietly } from './part-file';

const zipEntry = z.object({
  key: z.string(),
  size: z.number(),
  etag: z.string(),
  modified: z.number().nullable(),
  /** Its name in the ZIP file, made safe. */
  path: z.string(),
});
export type ZipEntry = Readonly<z.infer<typeof zipEntry>>;

/** What ZIP files are made of, a file each beside the journal: too much to be written with every change of a record. */
export class ZipLists {
  readonly #folder: string;

  constructor(root: string) {
    this.#folder = join(root, 'zips');
  }

  /** Outlives a power cut once it resolves; answers the path. Leaves nothing when `batches` throws. */
  async keep(id: string, batches: AsyncIterable<readonly ZipEntry[]>): Promise<string> {
    const path = join(this.#folder, `${id}.ndjson`);
    await writing(path, () => mkdir(this.#folder, { recursive: true, mode: 0o700 }));
    const handle = await writing(path, () => open(path, 'wx', 0o600));
    try {
      for await (const batch of batches) {
        const text = batch.map((entry) => `${JSON.stringify(entry)}\n`).join('');
        await writing(path, () => handle.appendFile(text));
      }
      await writing(path, () => handle.sync());
      return path;
    } catch (error) {
      await removeQuietly(path);
      throw error;
    } finally {
      await handle.close();
    }
  }

  /** Removes what no transfer has use for any more. */
  async sweep(inUse: ReadonlySet<string>): Promise<void> {
    await writing(this.#folder, async () => {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      for (const name of await readdir(this.#folder)) {
        const path = join(this.#folder, name);
        if (!inUse.has(path)) await removeQuietly(path);
      }
    });
  }
}

/** The entries of a list, one by one. */
export async function readZipList(path: string): Promise<readonly ZipEntry[]> {
  return reading(path, async () => {
    const entries: ZipEntry[] = [];
    for await (const line of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) {
      entries.push(zipEntry.parse(JSON.parse(line)));
    }
    return entries;
  });
}
