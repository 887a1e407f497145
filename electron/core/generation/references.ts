import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fail } from '../../../shared/failure';
import { removeQuietly } from '../transfers/download/part-file';
import { writing } from '../transfers/file-failure';
import { isCommonPicture, mediaTypeOf } from './media-type';
import type { ConvertJob, ImageConverter } from '../transfers/upload/image-converter';
import type { ReferencePicture } from './provider';
import type { KeptReference } from './records';

/** Of a picture that is made anew to be started from. */
const QUALITY = 95;

/** Copies of the pictures that tasks start from: what was chosen is what is sent, also after a restart. */
export class References {
  readonly #folder: string;

  readonly #converter: ImageConverter;

  constructor(root: string, converter: ImageConverter) {
    this.#folder = path.join(root, 'references');
    this.#converter = converter;
  }

  /** Makes the folder and clears away what no task needs any more; a later start removes what another program holds. */
  async open(needed: ReadonlySet<string>): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const names = await readdir(this.#folder);
    await Promise.all(
      names.filter((name) => !needed.has(name)).map((name) => removeQuietly(path.join(this.#folder, name))),
    );
  }

  /** Keeps a picture; fails where it is none. */
  async keep(bytes: Uint8Array, name: string): Promise<KeptReference> {
    const type = await mediaTypeOf(bytes);
    if (type === null || !isCommonPicture(type)) fail('reference-not-a-picture', { name });
    const file = `${createHash('sha256').update(bytes).digest('hex')}.${type.extension}`;
    const target = path.join(this.#folder, file);
    await writing(target, () => writeFile(target, bytes));
    return { file, contentType: type.contentType, name };
  }

  of({ file, contentType, name }: KeptReference): ReferencePicture {
    const kept = path.join(this.#folder, file);
    const jpeg = async (shape: Pick<ConvertJob, 'maxSide' | 'fill'>, signal: AbortSignal): Promise<Uint8Array> => {
      const { size } = await stat(kept);
      return this.#converter.convert(
        { path: kept, size, contentType, format: 'jpeg', quality: QUALITY, ...shape },
        signal,
      );
    };
    return {
      name,
      contentType,
      bytes: () => readFile(kept),
      within: (maxSide, signal) => jpeg({ maxSide }, signal),
      filling: (fill, signal) => jpeg({ maxSide: null, fill }, signal),
    };
  }
}
