import { createReadStream } from 'node:fs';
import { mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fail, failure, FailureError } from '../../../../shared/failure';
import { isJson } from '../../../../shared/json-text';
import { reading, writing } from '../file-failure';
import { removeQuietly } from '../download/part-file';
import { isFailure } from '../store-questions';

const zipEntry = z.object({
  key: z.string(),
  size: z.number(),
  etag: z.string(),
  modified: z.number().nullable(),
  /** Its name in the ZIP file, made safe. */
  path: z.string(),
});
export type ZipEntry = Readonly<z.infer<typeof zipEntry>>;

/** Where a record keeps what its ZIP file is made of. */
export interface ZipListOf {
  readonly list: string;
  readonly count: number;
}

/** What ZIP files are made of, a file each beside the journal: too much to be written with every change of a record. */
export class ZipLists {
  readonly folder: string;

  constructor(root: string) {
    this.folder = join(root, 'zips');
  }

  /** Outlives a power cut once it resolves; answers the path. Leaves nothing when `batches` throws. */
  async keep(id: string, batches: AsyncIterable<readonly ZipEntry[]>): Promise<string> {
    const path = join(this.folder, `${id}.ndjson`);
    await writing(path, () => mkdir(this.folder, { recursive: true, mode: 0o700 }));
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

  /** Removes what no transfer has use for any more, all but the names in use. */
  async sweep(inUse: ReadonlySet<string>): Promise<void> {
    await writing(this.folder, async () => {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      for (const name of await readdir(this.folder)) {
        if (!inUse.has(name)) await removeQuietly(join(this.folder, name));
      }
    });
  }
}

/** The entries of a list. Fails with `list-damaged` where it is gone, or does not hold so many of them any more. */
export async function readZipList({ list, count }: ZipListOf): Promise<readonly ZipEntry[]> {
  const entries: ZipEntry[] = [];
  const read = async (): Promise<void> => {
    for await (const line of linesOf(list)) entries.push(entryOf(line));
  };
  await reading(list, read).catch((error: unknown) => {
    throw isFailure(error, 'file-missing') ? new FailureError(failure('list-damaged')) : error;
  });
  return entries.length === count ? entries : fail('list-damaged', {}, `${entries.length} of ${count}`);
}

/** Not by `readline`, to which a key with U+2028 in it would be two lines. What follows the last line end is no line. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, 'utf8') as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

function entryOf(line: string): ZipEntry {
  const parsed = isJson(line) ? zipEntry.safeParse(JSON.parse(line)) : null;
  return parsed?.data ?? fail('list-damaged');
}
