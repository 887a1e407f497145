import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { nameOfKey } from '../../../shared/keys';
import { renameSoon } from '../rename-soon';
import { removeQuietly } from '../transfers/download/part-file';
import { writing } from '../transfers/file-failure';
import type { Arriving } from './arriving';
import { mediaTypeOfExtension } from './media-type';
import { withExtension } from './names';
import type { OutboxPicture } from './records';

const UNFINISHED = '.part';

/** The outbox in the folder of the generation. */
export function outboxIn(root: string): string {
  return path.join(root, 'outbox');
}

/** The folder where results lie between provider and bucket, each named by its task. */
export class Outbox {
  readonly #folder: string;
  readonly #unsent: string;

  constructor(root: string) {
    this.#folder = outboxIn(root);
    this.#unsent = path.join(root, 'unsent');
  }

  /** Makes the folder and clears away what was never finished; a later start removes what another program holds. */
  async open(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const names = await readdir(this.#folder);
    await Promise.all(
      names.filter((name) => name.endsWith(UNFINISHED)).map((name) => removeQuietly(this.pathOf(name))),
    );
  }

  pathOf(file: string): string {
    return path.join(this.#folder, file);
  }

  has(picture: Pick<OutboxPicture, 'file'>): boolean {
    return existsSync(this.pathOf(picture.file));
  }

  /** A result is in the outbox whole and safe from a power cut, or not at all. `name` is its task's id. */
  async keep(name: string, { type, bytes, finish }: Arriving): Promise<OutboxPicture> {
    const file = `${name}.${type.extension}`;
    const target = this.pathOf(file);
    await writing(target, async () => {
      await writeWhole(`${target}${UNFINISHED}`, bytes);
      await finish?.(`${target}${UNFINISHED}`);
      await renameSoon(`${target}${UNFINISHED}`, target);
      await syncFolder(this.#folder);
    });
    return { file, contentType: type.contentType };
  }

  /** The result of a task that ended before it could say so. */
  async find(taskId: string): Promise<OutboxPicture | null> {
    const names = await readdir(this.#folder);
    return names.map(pictureIn).find((one) => one !== null && path.parse(one.file).name === taskId) ?? null;
  }

  /** The others of such a task's several results, each with its number. */
  async findOthers(taskId: string): Promise<ReadonlyMap<number, OutboxPicture>> {
    const found = (await readdir(this.#folder)).flatMap((file): [number, OutboxPicture][] => {
      const picture = pictureIn(file);
      const number = numberIn(file, taskId);
      return picture === null || number === null ? [] : [[number, picture]];
    });
    return new Map(found.toSorted(([a], [b]) => a - b));
  }

  /** What lies here of a task's several results that never became tasks of their own: `isTask` knows those that did. */
  async removeRest(taskId: string, isTask: (id: string) => boolean): Promise<void> {
    for (const file of await this.#restOf(taskId, isTask)) await rm(this.pathOf(file), { force: true });
  }

  /** Puts aside, under the name of `key`, what lies here of a task's results that never became tasks. */
  async setRestAside(taskId: string, key: string, isTask: (id: string) => boolean): Promise<void> {
    for (const file of await this.#restOf(taskId, isTask))
      await this.setAside({ file }, withExtension(key, path.extname(file).slice(1)));
  }

  async #restOf(taskId: string, isTask: (id: string) => boolean): Promise<readonly string[]> {
    const names = await readdir(this.#folder);
    return names.filter((file) => {
      const { name } = path.parse(file);
      return (name === taskId || numberIn(file, taskId) !== null) && !isTask(name);
    });
  }

  /** Puts a picture aside that nobody waits for any more but that never arrived: `unsent/NAME`. */
  async setAside(picture: Pick<OutboxPicture, 'file'>, key: string): Promise<void> {
    if (!this.has(picture)) return;
    await mkdir(this.#unsent, { recursive: true, mode: 0o700 });
    const plain = path.join(this.#unsent, nameOfKey(key));
    const target = existsSync(plain)
      ? path.join(this.#unsent, `${path.parse(picture.file).name}-${nameOfKey(key)}`)
      : plain;
    await writing(target, () => renameSoon(this.pathOf(picture.file), target));
  }
}

function pictureIn(file: string): OutboxPicture | null {
  const type = mediaTypeOfExtension(path.extname(file).slice(1));
  return type === null ? null : { file, contentType: type.contentType };
}

/** Which of a task's several results a file is; null for the first, and for those of other tasks. */
function numberIn(file: string, taskId: string): number | null {
  const { name } = path.parse(file);
  const number = name.startsWith(`${taskId}-`) ? name.slice(taskId.length + 1) : '';
  return /^\d+$/.test(number) ? Number(number) : null;
}

/** Leaves nothing of what could not be written to its end. */
async function writeWhole(file: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await open(file, 'w');
  try {
    for await (const chunk of bytes) await handle.writeFile(chunk);
    await handle.sync();
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

/** Makes a rename last through a power cut; Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
