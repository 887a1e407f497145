import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { A1111_TEXT, a1111Jpeg, COMFY_GRAPH, pngChunk, pngWith, textChunk } from '../../../tests/support/generated';
import { exifPayload } from '../../../tests/support/exif';
import { picture } from '../../../tests/support/files';
import { locatedGif } from '../../../tests/support/located';
import { jpeg, segment } from '../../../tests/support/jpeg';
import { metadataProblem } from '../../../shared/upload-rules';
import { mediaTypeOf } from '../generation/media-type';
import { encodeMetadata } from '../store/metadata';
import { HeadedBytes } from './byte-source';
import { readProvenance } from './read-provenance';
import { type MadeFrom, metadataOf, parametersOf, withoutProvenance, withProvenance } from './write';

const MADE: MadeFrom = {
  prompt: '雨夜里的纸船, neon: reflections\nsecond line',
  negative: 'text, watermark',
  provider: 'sketch',
  model: 'a model, with a comma',
  seed: 4_294_967_295,
  steps: 28,
  guidance: 6.5,
  sampler: 'DPM++ 2M',
  width: 512,
  height: 768,
  createdAt: 1_800_000_000_000,
};
const READ = {
  tool: 'flow-media',
  prompt: MADE.prompt,
  negative: MADE.negative,
  seed: '4294967295',
  model: MADE.model,
  steps: 28,
  guidance: 6.5,
  sampler: 'DPM++ 2M',
  size: { width: 512, height: 768 },
};

function read(bytes: Buffer) {
  return readProvenance(new HeadedBytes(bytes.length, bytes));
}

async function pixels(bytes: Buffer): Promise<Buffer> {
  return sharp(bytes).raw().toBuffer();
}

async function samples(): Promise<readonly (readonly [type: string, bytes: Buffer])[]> {
  const alpha = sharp(picture()).ensureAlpha(0.5);
  return [
    ['image/png', picture()],
    ['image/jpeg', jpeg(64, 48)],
    ['image/jpeg', await sharp(picture()).jpeg().withMetadata().toBuffer()],
    ['image/webp', await sharp(picture()).webp().toBuffer()],
    ['image/webp', await alpha.clone().webp({ lossless: true }).toBuffer()],
    ['image/webp', await alpha.clone().webp().withMetadata().toBuffer()],
  ];
}

describe('a made picture', () => {
  it('says how it was made, with the same pixels, and says nothing again without it', async () => {
    for (const [type, bytes] of await samples()) {
      const written = withProvenance(bytes, type, MADE);
      expect(await read(written)).toMatchObject(READ);
      expect((await pixels(written)).equals(await pixels(bytes))).toBe(true);
      // Written twice, it is there once.
      expect(withProvenance(written, type, MADE).length).toBeLessThan(written.length * 2);
      const without = withoutProvenance(written, type);
      expect(await read(without)).toBeNull();
      expect((await pixels(without)).equals(await pixels(bytes))).toBe(true);
      expect(without.includes('neon')).toBe(false);
    }
  });

  it('is understood by others: A1111 reads its text, Exif readers its block', async () => {
    expect(parametersOf({ ...MADE, prompt: 'a boat' })).toBe(
      'a boat\nNegative prompt: text, watermark\nSteps: 28, Sampler: DPM++ 2M, CFG scale: 6.5, Seed: 4294967295, ' +
        'Size: 512x768, Model: "a model, with a comma", Provider: sketch, Version: Flow Media',
    );
    const { exif } = await sharp(withProvenance(jpeg(64, 48), 'image/jpeg', MADE)).metadata();
    const wide = Buffer.from(MADE.prompt, 'utf16le').swap16();
    expect(exif?.includes(Buffer.concat([Buffer.from('UNICODE\0'), wide]))).toBe(true);
    const webp = withProvenance(await sharp(picture()).webp().toBuffer(), 'image/webp', MADE);
    expect((await sharp(webp).metadata()).exif?.includes(wide)).toBe(true);
  });

  it('keeps what its Exif says besides', async () => {
    for (const order of ['MM', 'II'] as const) {
      const photo = jpeg(64, 48, [segment(0xe1, exifPayload(order))]);
      const written = withProvenance(photo, 'image/jpeg', MADE);
      expect(await read(written)).toMatchObject(READ);
      expect((await sharp(written).metadata()).orientation).toBe(6);
    }
  });

  it('keeps what its generator has written, and loses it where prompts are to stay private', async () => {
    const a1111 = pngWith([textChunk('parameters', A1111_TEXT)]);
    expect(withProvenance(a1111, 'image/png', MADE).includes('juggernautXL_v9')).toBe(true);
    const comfy = pngWith([textChunk('prompt', JSON.stringify(COMFY_GRAPH)), textChunk('workflow', '{"nodes":[]}')]);
    for (const [type, bytes] of [
      ['image/png', a1111],
      ['image/png', comfy],
      ['image/jpeg', a1111Jpeg()],
    ] as const) {
      const without = withoutProvenance(bytes, type);
      expect(await read(without)).toBeNull();
      expect((await pixels(without)).equals(await pixels(bytes))).toBe(true);
    }
  });

  it('says nothing under any name', async () => {
    const remark = 'a galaxy in a bottle';
    const named = ['generation_data', 'my node', 'prompt2'].map((name) => textChunk(name, remark));
    const without = withoutProvenance(pngWith(named), 'image/png');
    expect(without.includes('galaxy')).toBe(false);
    expect((await pixels(without)).equals(await pixels(pngWith([])))).toBe(true);
  });

  it('says nothing in an XMP packet of several segments, nor behind fill bytes', async () => {
    const head = 'http://ns.adobe.com/xmp/extension/\0';
    const extension = segment(0xe1, Buffer.from(head), Buffer.alloc(40, 0x30), Buffer.from('a galaxy in a bottle'));
    const remark = segment(0xfe, Buffer.from('a galaxy in a bottle'));
    const bytes = jpeg(64, 48, [Uint8Array.of(0xff, 0xff), remark, extension, Uint8Array.of(0xff)]);
    const without = withoutProvenance(bytes, 'image/jpeg');
    expect(without.equals(jpeg(64, 48))).toBe(true);
    expect(await read(withProvenance(bytes, 'image/jpeg', MADE))).toMatchObject(READ);
  });

  it('that moves, as ComfyUI saves it, is an ordinary PNG with a chunk of its own', async () => {
    const told = `prompt\0${JSON.stringify(COMFY_GRAPH)}`;
    const moving = pngWith([pngChunk('acTL', Buffer.from([0, 0, 0, 1, 0, 0, 0, 0]))]);
    const bytes = Buffer.concat([moving.subarray(0, -12), pngChunk('comf', Buffer.from(told)), moving.subarray(-12)]);
    expect((await mediaTypeOf(bytes))?.contentType).toBe('image/apng');
    const without = withoutProvenance(bytes, 'image/apng');
    expect(without.includes('galaxy')).toBe(false);
    expect((await pixels(without)).equals(await pixels(moving))).toBe(true);
    expect(await read(withProvenance(moving, 'image/apng', MADE))).toMatchObject(READ);
  });

  it('that moves, as a GIF, loses its remarks and its XMP and nothing else', async () => {
    const gif = await sharp(picture()).gif().toBuffer();
    const blocks = 13 + 3 * 2 ** (((gif[10] ?? 0) & 7) + 1);
    const remark = Buffer.concat([Buffer.from([0x21, 0xfe, 16]), Buffer.from('a galaxy, bottle'), Buffer.from([0])]);
    const bytes = Buffer.concat([gif.subarray(0, blocks), remark, gif.subarray(blocks, -1), remark, gif.subarray(-1)]);
    expect(withoutProvenance(bytes, 'image/gif').equals(gif)).toBe(true);
    const located = locatedGif();
    const bare = withoutProvenance(located, 'image/gif');
    expect(bare.includes('XMP')).toBe(false);
    expect((await pixels(bare)).equals(await pixels(located))).toBe(true);
  });

  it('comes back as it is where it is damaged, or of another kind', () => {
    for (const [type, bytes] of [
      ['image/png', picture().subarray(0, 60)],
      ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 0])],
      ['image/webp', Buffer.from('RIFF\x10\0\0\0WEBPVP9 ', 'latin1')],
      ['image/avif', picture()],
      ['image/gif', locatedGif().subarray(0, -20)],
      ['image/gif', Buffer.from('GIF89a')],
    ] as const) {
      expect(withProvenance(bytes, type, MADE).equals(bytes)).toBe(true);
      expect(withoutProvenance(bytes, type).equals(bytes)).toBe(true);
    }
    const long = jpeg(64, 48);
    expect(withProvenance(long, 'image/jpeg', { ...MADE, prompt: 'word '.repeat(8000) }).equals(long)).toBe(true);
  });

  it('never fails on any bytes', async () => {
    const types = fc.constantFrom('image/png', 'image/jpeg', 'image/webp', 'image/gif');
    const all = [...(await samples()), ['image/gif', locatedGif()] as const];
    const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 6 });
    fc.assert(
      fc.property(fc.constantFrom(...all), types, damage, fc.nat(), ([own, sample], type, changes, cut) => {
        const bytes = Buffer.from(sample);
        for (const [at, value] of changes) bytes[(at % 80) % bytes.length] = value;
        const some = cut % 2 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes;
        for (const one of [own, type]) {
          withProvenance(some, one, MADE);
          withoutProvenance(some, one);
        }
      }),
      { numRuns: 300 },
    );
  });
});

it('the metadata of an object fits R2, whatever the prompt', () => {
  const made = { ...MADE, prompt: '雨\n夜 '.repeat(5000), model: '模'.repeat(500) };
  const metadata = metadataOf(made);
  expect(metadata['prompt']).toMatch(/^雨 夜 .*…$/);
  expect(metadataProblem(metadata)).toBeNull();
  expect(Object.values(encodeMetadata(metadata)).join('').length).toBeLessThan(4000);
  expect(metadataOf({ ...MADE, prompt: 'a boat', seed: null })).toEqual({
    prompt: 'a boat',
    model: MADE.model,
    provider: 'sketch',
  });
});
