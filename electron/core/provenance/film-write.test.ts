import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { box } from '../../../tests/support/located';
import { removeRemarks } from './film-write';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'film-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function without(bytes: Buffer): Promise<Buffer> {
  const file = path.join(folder, 'film.mp4');
  await writeFile(file, bytes);
  await removeRemarks(file);
  return readFile(file);
}

/** As ffmpeg writes one for ComfyUI (`SaveVideo`): the graph as metadata under a name of its own. */
function film(remark: string): Buffer {
  const list = box('ilst', box('\0\0\0\x01', box('data', Buffer.alloc(8), Buffer.from(remark))));
  const meta = box('meta', box('hdlr', Buffer.alloc(25)), box('keys', Buffer.from('mdtaprompt')), list);
  const track = box('trak', box('tkhd', Buffer.alloc(84)), box('udta', Buffer.from(remark)));
  const head = box('moov', box('mvhd', Buffer.alloc(100)), track, box('udta', meta));
  return Buffer.concat([box('ftyp', Buffer.from('isom')), box('mdat', Buffer.from('pictures and sound')), head]);
}

it('a film says nothing any more of how it was made, and is the same otherwise', async () => {
  const bytes = film(JSON.stringify({ '6': { inputs: { text: 'glass bottle with a galaxy inside' } } }));
  const cleaned = await without(bytes);
  expect(cleaned.includes('galaxy')).toBe(false);
  expect(cleaned.length).toBe(bytes.length);
  for (const kept of ['isom', 'mvhd', 'tkhd', 'pictures and sound'])
    expect(cleaned.indexOf(kept)).toBe(bytes.indexOf(kept));
});

it('one that is damaged, or is none, stays', async () => {
  for (const bytes of [film('x').subarray(0, 60), Buffer.from('no film at all'), Buffer.alloc(0)])
    expect((await without(bytes)).equals(bytes)).toBe(true);
});
