import { open } from 'node:fs/promises';
import { boxesIn, type Box } from '../location/boxes';
import { type Editable, says, Uncleanable } from '../location/editable';
import { FileBytes, type Edit } from '../location/file-bytes';
import { metadataOf } from '../location/heif';
import { isXmp } from '../location/movie';
import { SourceFile } from '../transfers/source-file';
import { fill } from './fill';
import { cleanMatroska } from './matroska-write';
import { cleanTiffWords } from './tiff-write';

/** Where tools keep their remarks: ffmpeg's `comment`, and names of one's own (`prompt`, `workflow`), lie in them. */
const REMARKS: ReadonlySet<string> = new Set(['udta', 'meta']);
const MATROSKA = '\x1a\x45\xdf\xa3';
const TIFF: ReadonlySet<string> = new Set(['II*\0', 'MM\0*']);
const never = new AbortController().signal;

/**
 * Takes out of a film (MP4, QuickTime, 3GP, WebM, Matroska) or a picture (AVIF, HEIC, TIFF) what its generator has written in of how it was
 * made. Nothing moves, and pictures and sound are not touched. One that is damaged stays as it is from there on.
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

async function clean(file: Editable): Promise<void> {
  try {
    const start = (await file.read(0, Math.min(4, file.size))).toString('latin1');
    if (start === MATROSKA) await cleanMatroska(file);
    else if (TIFF.has(start)) await cleanTiffWords(file);
    else await cleanBoxes(file, file);
  } catch (error) {
    if (!(error instanceof Uncleanable)) throw error;
  }
}

/** Of a film, its head, or a track. */
async function cleanBoxes(inside: Editable, file: Editable): Promise<void> {
  for await (const box of boxesIn(inside, 0, true)) {
    if (box.type === 'moov' || box.type === 'trak') await cleanBoxes(box.body, file);
    else if (box.type === 'meta' && (await isPicture(box.body))) await cleanPicture(box.body, file);
    else if (REMARKS.has(box.type) || (await isXmp(box))) erase(inside, box);
  }
}

/** Makes free space of a box, however large: a workflow may hold the pictures that it began with. */
function erase(inside: Editable, { typeAt, body }: Box): void {
  inside.overwrite(typeAt, Buffer.from('free'));
  fill(body, 0, body.size);
}

/** Whether the box holds what a picture is made of, and not remarks: by its handler, which comes first (ISO/IEC 23008-12, 6.2). */
async function isPicture(meta: Editable): Promise<boolean> {
  return (await says(meta, 8, 'hdlr')) && (await says(meta, 20, 'pict'));
}

/** Exif of nothing, behind the four bytes that say where it begins: some readers refuse a picture whose Exif is none. */
const NO_EXIF = Buffer.concat([Buffer.alloc(4), Buffer.from('MM\0*\0\0\0\x08', 'latin1'), Buffer.alloc(6)]);
const BLANK = 0x20;

async function cleanPicture(meta: Editable, file: Editable): Promise<void> {
  for await (const { kind, bytes } of metadataOf(meta, 4, file)) {
    fill(bytes, 0, bytes.size, kind === 'xmp' ? BLANK : 0);
    if (kind === 'exif') bytes.overwrite(0, NO_EXIF.subarray(0, bytes.size));
  }
}
