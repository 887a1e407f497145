import { open } from 'node:fs/promises';
import { boxesIn, neutralize } from '../location/boxes';
import { type Editable, Uncleanable } from '../location/editable';
import { FileBytes, type Edit } from '../location/file-bytes';
import { SourceFile } from '../transfers/source-file';
import { cleanMatroska } from './matroska-write';

/** Where tools keep their remarks: ffmpeg's `comment`, and names of one's own (`prompt`, `workflow`), lie in them. */
const REMARKS: ReadonlySet<string> = new Set(['udta', 'meta']);
const never = new AbortController().signal;

/**
 * Takes out of a film (MP4, QuickTime, WebM, Matroska) what its generator has written in of how it was made. Nothing moves, and pictures
 * and sound are not touched. One that is damaged stays as it is from there on.
 */
export async function removeRemarks(path: string): Promise<void> {
  const edits = await editsFor(path);
  if (edits.length === 0) return;
  const file = await open(path, 'r+');
  try {
    for (const { at, bytes } of edits) await file.write(bytes, 0, bytes.byteLength, at);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function editsFor(path: string): Promise<readonly Edit[]> {
  const file = await SourceFile.open(path);
  try {
    const bytes = new FileBytes(file, never);
    await clean(bytes);
    return bytes.edits;
  } finally {
    await file.close();
  }
}

async function clean(film: Editable): Promise<void> {
  try {
    await (isMatroska(await film.read(0, Math.min(4, film.size))) ? cleanMatroska(film) : cleanBoxes(film));
  } catch (error) {
    if (!(error instanceof Uncleanable)) throw error;
  }
}

function isMatroska(start: Buffer): boolean {
  return start.toString('hex') === '1a45dfa3';
}

/** Of a film, its head, or a track. */
async function cleanBoxes(inside: Editable): Promise<void> {
  for await (const box of boxesIn(inside, 0, true)) {
    if (REMARKS.has(box.type)) neutralize(inside, box);
    else if (box.type === 'moov' || box.type === 'trak') await cleanBoxes(box.body);
  }
}
