import type { SeenRequest } from '../../electron/core/transfers/fault-proxy.test-support';
import type { LibrarySelection } from '../../shared/library';
import type { Desk } from '../support/desk';
import { until } from './app-questions';
import type { KillRoom, Work } from './kill-room';
import type { Material } from './material';

/** One folder that is renamed again and again: `name-0`, `name-1` … */
export class Renaming implements Work {
  files: readonly Material[] = [];
  rounds = 0;
  readonly #room: KillRoom;
  readonly #make: () => Promise<readonly Material[]>;

  constructor(room: KillRoom, make: () => Promise<readonly Material[]>) {
    this.#room = room;
    this.#make = make;
  }

  async begin(desk: Desk, connectionId: string): Promise<void> {
    if (this.rounds === 0) {
      const made = await this.#make();
      for (const file of made) await this.#room.bucket.putFile(`name-0/${file.relative}`.normalize('NFC'), file.path);
      this.files = made;
    }
    const prefix = `name-${this.rounds}/`;
    this.rounds += 1;
    const name = `name-${this.rounds}`;
    this.files = this.files.map((file) => ({
      ...file,
      relative: `${name}/${file.relative.replace(/^name-\d+\//, '')}`,
    }));
    await desk.call('library.refresh', { connectionId });
    const selection: LibrarySelection = { kind: 'folders', connectionId, prefixes: [prefix] };
    await until(
      60_000,
      async () => (await desk.call('library.measure', { selection, besides: [] })).count === this.files.length,
    );
    await desk.call('library.rename', { connectionId, what: { kind: 'folder', prefix }, newName: name });
  }

  async isDone(): Promise<boolean> {
    const keys = await this.#room.bucket.keys();
    return keys.length === this.files.length && keys.every((key) => key.startsWith(`name-${this.rounds}/`));
  }

  moves({ operation }: SeenRequest): boolean {
    return operation === 'CopyObject' || operation === 'UploadPartCopy';
  }
}
