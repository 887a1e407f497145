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

/** An element of EBML with a size of so many bytes. */
function element(id: string, body: Uint8Array, sizeBytes = 8): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(body.length) | (1n << BigInt(7 * sizeBytes)));
  return Buffer.concat([Buffer.from(id, 'hex'), size.subarray(8 - sizeBytes), body]);
}

it.each([1, 2, 4, 8])('so does a WebM, whose sizes have %i bytes, live or not', async (sizeBytes) => {
  const remark = 'a galaxy in a bottle';
  const tags = element('1254c367', element('7373', Buffer.from(remark), 1), sizeBytes);
  const cluster = element('1f43b675', Buffer.from('pictures and sound'), sizeBytes);
  const inside = Buffer.concat([element('1549a966', Buffer.from('info'), 1), tags, cluster, tags]);
  const head = element('1a45dfa3', Buffer.from('webm'), 1);
  const live = Buffer.concat([Buffer.from('1853806701ffffffffffffff', 'hex'), inside]);
  for (const segment of [element('18538067', inside), live]) {
    const bytes = Buffer.concat([head, segment]);
    const cleaned = await without(bytes);
    const empty = element('ec', Buffer.alloc(tags.length - 9));
    expect(cleaned.toString('latin1')).toBe(
      bytes.toString('latin1').replaceAll(tags.toString('latin1'), empty.toString('latin1')),
    );
    expect(cleaned.includes(remark)).toBe(false);
  }
});

it('one that is damaged, or is none, stays', async () => {
  for (const bytes of [
    film('x').subarray(0, 60),
    Buffer.from('1a45dfa300', 'hex'),
    Buffer.from('1a45dfa3', 'hex'),
    Buffer.from('no film at all'),
    Buffer.alloc(0),
  ])
    expect((await without(bytes)).equals(bytes)).toBe(true);
});
