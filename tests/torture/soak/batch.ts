import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { animatedGif } from '../../support/animated';
import { noise, picture, sha256, writeFiles } from '../../support/files';
import { jpeg } from '../../support/jpeg';
import { pdf, wav } from '../../support/made-files';
import type { Dice } from '../dice';

const CLIP = path.resolve(import.meta.dirname, '../../../build/samples/first-light.mp4');
const KIB = 1024;
const MIB = 1024 * KIB;
/** More than one part. */
const LARGE = 20 * MIB;

/** What a person drops in one round. */
export interface Batch {
  readonly paths: readonly string[];
  /** SHA-256 of each, by the name that it has on the disk and in the bucket. */
  readonly hashes: ReadonlyMap<string, string>;
  remove(): Promise<void>;
}

/** Writes pictures, a film, a sound, documents and plain bytes, whose names begin with the round's own word. */
export async function makeBatch(folder: string, word: string, n: number, dice: Dice): Promise<Batch> {
  const source = path.join(folder, word);
  const files: Record<string, Uint8Array> = {
    'sea.png': picture(n, dice.whole(8, 200) * 8, dice.whole(8, 120) * 8),
    'wide.png': picture(n + 7, 640, 160),
    'grey.jpg': jpeg(8 * dice.whole(8, 60), 320),
    'blink.gif': animatedGif(64, 48),
    'film.mp4': await readFile(CLIP),
    'tone.wav': wav(dice.whole(1, 4)),
    'paper.pdf': pdf(dice.whole(1, 5)),
    'notes.md': Buffer.from(`# ${word}\n\nWhat was done in this round, and what was seen.\n`),
    'flow.json': Buffer.from(JSON.stringify({ round: n, seed: dice.whole(0, 1e6) })),
    'bytes.bin': noise(dice.whole(0, 300 * KIB), n + 1),
    'empty.txt': Buffer.alloc(0),
    ...(n % 4 === 0 ? { 'large.bin': noise(LARGE + n, n + 2) } : {}),
  };
  const named = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`${word}-${name}`, bytes]));
  return {
    paths: await writeFiles(source, named),
    hashes: new Map(Object.entries(named).map(([name, bytes]) => [name, sha256(bytes)])),
    remove: () => rm(source, { recursive: true, force: true }),
  };
}
