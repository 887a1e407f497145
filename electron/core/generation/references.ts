import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fail } from '../../../shared/failure';
import { writing } from '../transfers/file-failure';
import { mediaTypeOf } from './media-type';
import type { ReferencePicture } from './provider';
import type { KeptReference } from './records';

/** Copies of the pictures that tasks start from: what was chosen is what is sent, also after a restart. */
export class References {
  readonly #folder: string;

  constructor(root: string) {
    this.#folder = path.join(root, 'references');
  }

  /** Makes the folder and clears away what no task needs any more. */
  async open(needed: ReadonlySet<string>): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const names = await readdir(this.#folder);
    await Promise.all(names.filter((name) => !needed.has(name)).map((name) => rm(path.join(this.#folder, name))));
  }

  /** Keeps a picture; fails where it is none. */
  async keep(bytes: Uint8Array, name: string): Promise<KeptReference> {
    const type = await mediaTypeOf(bytes);
    if (type === null || !type.contentType.startsWith('image/')) fail('reference-not-a-picture', { name });
    const file = `${createHash('sha256').update(bytes).digest('hex')}.${type.extension}`;
    const target = path.join(this.#folder, file);
    await writing(target, () => writeFile(target, bytes));
    return { file, contentType: type.contentType, name };
  }

  of({ file, contentType, name }: KeptReference): ReferencePicture {
    return { name, contentType, bytes: () => readFile(path.join(this.#folder, file)) };
  }
}
