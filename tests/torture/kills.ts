import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { SeenRequest } from '../../electron/core/transfers/fault-proxy.test-support';
import type { LibrarySelection } from '../../shared/library';
import type { Desk } from '../support/desk';
import { until } from './app-questions';
import { Dice } from './dice';
import { judgeBucket, judgeFolder } from './judge';
import { KillRoom, KILLS, type Speed, type Work } from './kill-room';
import { makeFile, makeFolder, type Material } from './material';
import { Renaming } from './renaming';
import { gigabytes, type Outcome } from './report';
import { readTaken } from './server-log';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;
const LARGE: Speed = { bytesPerSecond: 40 * MIB, latencyMs: 2 };
const SMALL: Speed = { bytesPerSecond: 40 * MIB, latencyMs: 120 };
const FOLDER_FILES = 500;
const RENAMED_FILES = 200;
/** One object among them is larger than what the app, so told, has the server copy in one request. */
const COPIED_IN_PARTS = 160 * MIB;
const COPIED_WHOLE = 8 * MIB;
const SMALL_FILE = 256 * 1024;
/** What may be on its way to a killed app and not on its disk: four parts of 16 MiB. */
const ON_ITS_WAY = 64 * MIB;

const WHAT =
  'The real app in Electron, killed with SIGKILL (main and all its children) at random moments, 0.2 to 4 s after something began to ' +
  'move, and started again each time; what ended before all kills were used up is begun once more under another name.';

/** A file of 1 GiB on its way up. */
export function killsUpload(seed: number, scale: number): Promise<Outcome> {
  return inRoom(LARGE, async (room) => {
    const dice = new Dice(seed);
    const work = new Uploading(room, (folder, round) =>
      makeFile(folder, `film ${round}.bin`, Math.ceil(GIB * scale), seed + round).then((file) => [file]),
    );
    await room.torment(work, dice, Math.ceil(KILLS * scale));
    return outcomeOfUploads(room, work);
  });
}

/** A folder of 500 small files on its way up. */
export function killsFolder(seed: number, scale: number): Promise<Outcome> {
  return inRoom(SMALL, async (room) => {
    const dice = new Dice(seed);
    const work = new Uploading(room, (folder) => makeFolder(folder, Math.ceil(FOLDER_FILES * scale), dice, SMALL_FILE));
    await room.torment(work, dice, Math.ceil(KILLS * scale));
    return outcomeOfUploads(room, work);
  });
}

/** A file of 1 GiB on its way down. */
export function killsDownload(seed: number, scale: number): Promise<Outcome> {
  return inRoom(LARGE, async (room) => {
    const dice = new Dice(seed);
    const work = new Downloading(room, Math.ceil(GIB * scale), seed);
    await room.torment(work, dice, Math.ceil(KILLS * scale));
    const served = room.proxy.seen.reduce((sum, seen) => sum + (work.moves(seen) ? seen.bytesDown : 0), 0);
    const again = served - sizeOf(work.files);
    const broken = [...room.broken, ...(await judgeFolder(work.target, work.files))];
    if (again > room.kills * ON_ITS_WAY) broken.push(`${gigabytes(again)} came twice`);
    const facts = { ...factsOf(room, work.files), 'came twice': `${gigabytes(again)}, all kills together` };
    return { what: WHAT, facts, broken };
  });
}

/** A folder of 200 objects that gets another name, on the server; one of them is copied in parts. */
export function killsRename(seed: number, scale: number): Promise<Outcome> {
  const speed = { ...SMALL, partCopyMs: 500 };
  const env = { FLOW_MEDIA_COPY_PART_BYTES: `${COPIED_WHOLE}` };
  return inRoom(
    speed,
    async (room) => {
      const dice = new Dice(seed);
      const source = path.join(room.folder, 'source');
      const work = new Renaming(room, async () => [
        await makeFile(source, '0 large.bin', COPIED_IN_PARTS, seed),
        ...(await makeFolder(source, Math.ceil(RENAMED_FILES * scale), dice, SMALL_FILE)),
      ]);
      await room.torment(work, dice, Math.ceil(KILLS * scale));
      return outcomeOfRenames(room, work);
    },
    env,
  );
}

async function outcomeOfRenames(room: KillRoom, work: Renaming): Promise<Outcome> {
  const broken = [...room.broken, ...(await judgeBucket(room.bucket, work.files, ''))];
  if (room.killsBetweenParts === 0) broken.push('no kill fell between the parts of a copy');
  const taken = await readTaken(room.bucketDir);
  if (taken.partsAgain > 0) broken.push(`${taken.partsAgain} parts were copied again that were there`);
  const made = (operation: string): number =>
    room.proxy.seen.filter((seen) => seen.operation === operation && seen.status === 200).length;
  const facts = {
    ...factsOf(room, work.files),
    renames: work.rounds,
    'copies made': made('CopyObject') + made('CompleteMultipartUpload'),
    'parts that were made': taken.parts,
    'of them made again': taken.partsAgain,
    'kills between parts': room.killsBetweenParts,
  };
  return { what: WHAT, facts, broken };
}

async function inRoom(
  speed: Speed,
  scenario: (room: KillRoom) => Promise<Outcome>,
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const room = await KillRoom.open(speed, env);
  try {
    return await scenario(room);
  } finally {
    await room.close();
  }
}

class Uploading implements Work {
  readonly files: Material[] = [];
  readonly #room: KillRoom;
  readonly #make: (folder: string, round: number) => Promise<readonly Material[]>;
  #round = 0;

  constructor(room: KillRoom, make: (folder: string, round: number) => Promise<readonly Material[]>) {
    this.#room = room;
    this.#make = make;
  }

  async begin(desk: Desk, connectionId: string): Promise<void> {
    const name = `up-${this.#round}`;
    const folder = path.join(this.#room.folder, name);
    const made = await this.#make(folder, this.#round++);
    this.files.push(...made.map((file) => ({ ...file, relative: `${name}/${file.relative}` })));
    await desk.call('transfers.addPaths', { connectionId, prefix: '', paths: [folder], choices: null });
  }

  async isDone(): Promise<boolean> {
    return (await this.#room.bucket.keys()).length >= this.files.length;
  }

  moves({ operation }: SeenRequest): boolean {
    return operation === 'UploadPart' || operation === 'PutObject';
  }
}

async function outcomeOfUploads(room: KillRoom, { files }: Uploading): Promise<Outcome> {
  const broken = [...room.broken, ...(await judgeBucket(room.bucket, files, ''))];
  const taken = await readTaken(room.bucketDir);
  if (taken.partsAgain > 0) broken.push(`${taken.partsAgain} parts were sent again that had arrived`);
  if (taken.objectsAgain > 0) broken.push(`${taken.objectsAgain} objects were sent again that had arrived`);
  const facts = {
    ...factsOf(room, files),
    'parts that arrived': taken.parts,
    'of them sent again': taken.partsAgain,
    'objects made': taken.objects,
    'of them made again': taken.objectsAgain,
    'multipart uploads begun': taken.uploadsBegun,
  };
  return { what: WHAT, facts, broken };
}

class Downloading implements Work {
  readonly files: Material[] = [];
  readonly target: string;
  readonly #room: KillRoom;
  readonly #size: number;
  readonly #seed: number;

  constructor(room: KillRoom, size: number, seed: number) {
    this.#room = room;
    this.#size = size;
    this.#seed = seed;
    this.target = path.join(room.folder, 'target');
  }

  async begin(desk: Desk, connectionId: string): Promise<void> {
    const round = this.files.length;
    const relative = `down-${round}/film.bin`;
    const file = await makeFile(path.join(this.#room.folder, 'source'), relative, this.#size, this.#seed + round);
    await this.#room.bucket.putFile(relative, file.path);
    this.files.push(file);
    await mkdir(this.target, { recursive: true });
    await desk.call('library.refresh', { connectionId });
    const selection: LibrarySelection = { kind: 'folders', connectionId, prefixes: [`down-${round}/`] };
    await until(60_000, async () => (await desk.call('library.measure', { selection, besides: [] })).count === 1);
    await desk.app.stubOpenDialog([this.target]);
    await desk.call('library.download', { selections: [selection] });
  }

  async isDone(): Promise<boolean> {
    const sizes = await Promise.all(this.files.map(({ relative }) => sizeOnDisk(path.join(this.target, relative))));
    return sizes.every((size) => size === this.#size);
  }

  moves({ operation, key }: SeenRequest): boolean {
    return operation === 'GetObject' && key.startsWith('down-');
  }
}

async function sizeOnDisk(file: string): Promise<number | null> {
  return stat(file).then(
    ({ size }) => size,
    () => null,
  );
}

function factsOf(room: KillRoom, files: readonly Material[]): Record<string, string | number> {
  return {
    files: `${files.length}, ${gigabytes(sizeOf(files))}`,
    kills: room.kills,
    requests: room.proxy.seen.length,
  };
}

function sizeOf(files: readonly Material[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}
