import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32 } from 'node:zlib';
import { exif, exifPayload, LATITUDE, numbers } from '../../../tests/support/exif';
import { noise, picture } from '../../../tests/support/files';
import { jpeg, segment } from '../../../tests/support/jpeg';
import * as located from '../../../tests/support/located';
import { clean } from './clean';
import { MemoryBytes, Uncleanable } from './editable';

const { LOCATED_JPEG, TITLE, TOWN } = located;
const PLACES = [TOWN, '52,31.205N', '13,24.29E', '+52.5200', numbers('MM', LATITUDE), numbers('II', LATITUDE)];

async function cleaned(bytes: Uint8Array): Promise<Buffer> {
  const file = new MemoryBytes(Buffer.from(bytes));
  await clean(file);
  return file.bytes;
}

const motionPhoto = (film: Buffer): Buffer => Buffer.concat([located.locatedHeic(), located.box('mpvd', film)]);

const FILES: Readonly<Record<string, Buffer>> = {
  'a JPEG': LOCATED_JPEG,
  'a JPEG with another one and a film behind it': Buffer.concat([
    LOCATED_JPEG,
    Buffer.from('some of the maker’s own'),
    LOCATED_JPEG,
    located.locatedMovie(),
    Buffer.from('and more'),
  ]),
  'a JPEG that breaks off in its pixels': Buffer.concat([LOCATED_JPEG.subarray(0, -3)]),
  'a PNG': located.locatedPng(),
  'a WebP': located.locatedWebp(),
  'a GIF': located.locatedGif(),
  'a TIFF': exif('II'),
  'a HEIC': located.locatedHeic(),
  'a HEIC with the film of a motion photo': motionPhoto(located.locatedMovie()),
  'a HEIC with the film of a motion photo up to its end': Buffer.concat([
    located.locatedHeic(),
    numbers('MM', [0]),
    Buffer.from('mpvd'),
    located.locatedMovie(),
  ]),
  'a film': located.locatedMovie(),
  'a film that also tells how it was held': located.locatedMovie(
    located.measuringTrack('mebx', 'mdtacom.apple.quicktime.video-orientation'),
  ),
};

describe.each(Object.entries(FILES))('%s', (kind, file) => {
  it('names no place any more, is as long as it was, and clean the next time', async () => {
    const after = await cleaned(file);
    for (const place of PLACES) expect(after.includes(place)).toBe(false);
    expect(after.length).toBe(file.length);
    const again = new MemoryBytes(Buffer.from(after));
    await clean(again);
    expect(again.changed).toBe(false);
  });

  it('keeps the rest', async () => {
    const after = await cleaned(file);
    const rest = [TITLE, 'Flow Camera', 'a remark'].filter((words) => file.includes(words));
    for (const words of rest) expect(after.includes(words)).toBe(true);
    expect([kind, rest.length > 0]).toEqual([kind, true]);
  });
});

describe('pixels', () => {
  it('of a JPEG stay bit by bit, and its orientation stays', async () => {
    const after = await cleaned(LOCATED_JPEG);
    const scan = LOCATED_JPEG.lastIndexOf(Buffer.from([0xff, 0xdb]));
    expect(after.subarray(scan).equals(LOCATED_JPEG.subarray(scan))).toBe(true);
    const orientation = Buffer.from([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]);
    expect(after.includes(orientation)).toBe(true);
    expect(after.includes(Buffer.from([0x88, 0x25]))).toBe(false);
  });

  it('of a PNG, a HEIC and a film stay, and each chunk has its checksum', async () => {
    const png = await cleaned(located.locatedPng());
    expect(png.includes(picture(2).subarray(33))).toBe(true);
    for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
      const end = at + 8 + png.readUInt32BE(at);
      expect(png.readUInt32BE(end)).toBe(crc32(png.subarray(at + 4, end)));
    }
    expect((await cleaned(located.locatedHeic())).includes(Buffer.alloc(500, 0x5a))).toBe(true);
    expect((await cleaned(located.locatedMovie())).includes(Buffer.alloc(5000, 0x5a))).toBe(true);
  });
});

it('a film that names no place is let be', async () => {
  const clip = await readFile(resolve(import.meta.dirname, '../../../build/samples/first-light.mp4'));
  const file = new MemoryBytes(clip);
  await clean(file);
  expect(file.changed).toBe(false);
});

describe('nobody vouches for', () => {
  it.each([
    ['text', Buffer.from('notes'), 'unknown'],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'unknown'],
    ['noise', noise(5000), 'unknown'],
    ['a film with a track of places', located.locatedMovie(located.measuringTrack('gpmd')), 'unknown'],
    [
      'a film whose places are Apple’s',
      located.locatedMovie(located.measuringTrack('mebx', 'location.ISO6709')),
      'unknown',
    ],
    [
      'a motion photo with a track of places in its film',
      motionPhoto(located.locatedMovie(located.measuringTrack('gpmd'))),
      'unknown',
    ],
    ['a motion photo with another one as its film', motionPhoto(motionPhoto(located.locatedMovie())), 'unknown'],
    ['a JPEG that breaks off in its head', LOCATED_JPEG.subarray(0, 300), 'broken'],
    ['a PNG that breaks off', located.locatedPng().subarray(0, 200), 'broken'],
    ['a film that breaks off', located.locatedMovie().subarray(0, 400), 'broken'],
    [
      'a PNG of gigantic lengths',
      Buffer.concat([picture(1).subarray(0, 8), numbers('MM', [0xffff_ffff]), Buffer.from('eXIf')]),
      'broken',
    ],
    ['a JPEG whose Exif is something else', jpeg(8, 8, [segment(0xe1, Buffer.from('Exif\0\0nonsense'))]), 'unknown'],
  ] as const)('%s', async (_name, bytes, reason) => {
    await expect(cleaned(bytes)).rejects.toEqual(new Uncleanable(reason));
  });
});

describe('a hostile file', () => {
  it('whose directories go in circles, or point into nothing, comes to an end', async () => {
    const circle = Buffer.from(exif('MM'));
    for (const target of [8, 0, 0xffff_fff0, circle.length - 1]) {
      const count = circle.readUInt16BE(8);
      circle.writeUInt32BE(target, 10 + count * 12);
      const after = await cleaned(jpeg(8, 8, [segment(0xe1, Buffer.from('Exif\0\0'), circle)]));
      expect(after.includes(numbers('MM', LATITUDE))).toBe(false);
    }
  });

  it('cleans, or is refused, whatever its bytes are', async () => {
    const heads = Object.values(FILES).map((file) => file.subarray(0, 2000));
    const damage = fc.record({
      head: fc.constantFrom(...heads),
      cut: fc.nat(2000),
      at: fc.array(fc.tuple(fc.nat(1999), fc.nat(255)), { maxLength: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(damage, fc.uint8Array({ maxLength: 100 }), async ({ head, cut, at }, tail) => {
        const bytes = Buffer.concat([head.subarray(0, head.length - (cut % head.length)), tail]);
        for (const [index, value] of at) if (index < bytes.length) bytes[index] = value;
        const file = new MemoryBytes(bytes);
        const length = bytes.length;
        await clean(file).catch((error: unknown) => expect(error).toBeInstanceOf(Uncleanable));
        expect(file.bytes.length).toBe(length);
      }),
      { numRuns: 3000 },
    );
  });

  it('in a JPEG, Exif in either byte order is cleaned', async () => {
    for (const order of ['II', 'MM'] as const) {
      const after = await cleaned(jpeg(8, 8, [segment(0xe1, exifPayload(order))]));
      expect(after.includes(numbers(order, LATITUDE))).toBe(false);
    }
  });
});
