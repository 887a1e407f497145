import { mkdir, realpath } from 'node:fs/promises';
import { basename, isAbsolute, relative, sep } from 'node:path';
import { failure, FailureError } from '../../../../shared/failure';
import { writing } from '../file-failure';

/** What was looked at counts for so long: thousands of small files go into the same few folders. */
const KNOWN_MS = 1000;

/** The folders that downloads go into, below the one that a person has chosen. */
export class LocalFolders {
  #known = new Set<string>();
  #since = 0;

  /** Made, and found to lie where it should, a moment ago. */
  isKnown(folder: string, inside: string): boolean {
    if (performance.now() - this.#since > KNOWN_MS) this.#known.clear();
    return this.#known.has(JSON.stringify([folder, inside]));
  }

  /** The chosen folder itself must be there; what is below it is made, and must not lead out of it through a link. */
  async make(folder: string, inside: string): Promise<void> {
    await writing(folder, async () => {
      const root = await realpath(folder);
      await mkdir(inside, { recursive: true });
      const way = relative(root, await realpath(inside));
      if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) {
        throw new FailureError(
          failure('folder-unwritable', { name: basename(folder) }, 'a link leads out of the folder'),
        );
      }
    });
    if (this.#known.size === 0) this.#since = performance.now();
    this.#known.add(JSON.stringify([folder, inside]));
  }
}
