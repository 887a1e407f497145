import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  A1111_TEXT,
  a1111Jpeg,
  COMFY_GRAPH,
  exifComment,
  INVOKE_METADATA,
  pngChunk,
  pngWith,
  textChunk,
} from '../../../tests/support/generated';
import { picture } from '../../../tests/support/files';
import { jpeg, segment } from '../../../tests/support/jpeg';
import { HeadedBytes } from './byte-source';
import { readProvenance } from './read-provenance';

const HERON = {
  tool: 'a1111',
  prompt: 'portrait of a heron at dawn, reeds, (soft light:1.2), <lora:feathers:0.8>\n35mm photo, film grain',
  negative: 'lowres, watermark,\nextra legs',
  seed: '3019744221',
  model: 'juggernautXL_v9',
  steps: 28,
  guidance: 6.5,
  sampler: 'DPM++ 2M Karras',
  size: { width: 512, height: 768 },
  raw: A1111_TEXT,
};
const GALAXY = {
  tool: 'comfyui',
  prompt: 'glass bottle with a galaxy inside',
  negative: 'text, watermark',
  seed: '156680208700286',
  model: 'v1-5-pruned-emaonly',
  steps: 20,
  guidance: 8,
  sampler: 'euler normal',
  size: { width: 512, height: 512 },
};

function read(bytes: Buffer) {
  return readProvenance(new HeadedBytes(bytes.length, bytes));
}

function webp(exif: Buffer): Buffer {
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(data.length);
    return Buffer.concat([Buffer.from(type), length, data, Buffer.alloc(data.length % 2)]);
  };
  const chunks = [chunk('VP8X', Buffer.from([8, 0, 0, 0, 1, 0, 0, 1, 0, 0])), chunk('VP8L', Buffer.alloc(31, 7))];
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks, chunk('EXIF', exif)]);
  return Buffer.concat([chunk('RIFF', body)]);
}

describe('a picture of A1111', () => {
  it.each(['tEXt', 'zTXt', 'iTXt', 'packed iTXt'] as const)('says in a PNG (%s) how it was made', async (kind) => {
    expect(await read(pngWith([textChunk('parameters', A1111_TEXT, kind)]))).toEqual(HERON);
  });

  it('says so in a JPEG and in a WebP, in whatever letters', async () => {
    expect(await read(a1111Jpeg())).toEqual(HERON);
    expect(await read(webp(exifComment(A1111_TEXT)))).toEqual(HERON);
    for (const letters of ['utf16be', 'utf16le', 'ascii'] as const) {
      expect(await read(webp(exifComment(A1111_TEXT, 'II', letters)))).toEqual(HERON);
    }
    const chinese = A1111_TEXT.replace('heron at dawn', '黎明时分的苍鹭');
    expect((await read(a1111Jpeg(chinese)))?.prompt).toContain('黎明时分的苍鹭, reeds');
    expect((await read(pngWith([textChunk('parameters', chinese, 'iTXt')])))?.prompt).toContain('黎明时分的苍鹭');
  });

  it('is read where the text stands behind the pixels, the checksum is wrong, or the file is cut off', async () => {
    const plain = picture();
    const chunk = textChunk('parameters', A1111_TEXT);
    expect(await read(Buffer.concat([plain.subarray(0, -12), chunk, plain.subarray(-12)]))).toEqual(HERON);
    const wrong = Buffer.from(chunk);
    wrong.writeUInt32BE(7, wrong.length - 4);
    expect(await read(pngWith([wrong]))).toEqual(HERON);
    const cut = pngWith([chunk]).subarray(0, 33 + 8 + 60);
    expect((await read(cut))?.prompt).toBe('portrait of a heron at dawn, reeds, (soft light:1');
  });

  it('keeps a prompt that looks like settings, and takes the schedule, FLUX and lines of extensions as they come', async () => {
    const of = (text: string) => read(pngWith([textChunk('parameters', text)]));
    expect(await of('a sign that says: open, closed\nSteps: 9, Seed: 1, Model: "a, \\"b\\""')).toMatchObject({
      prompt: 'a sign that says: open, closed',
      negative: null,
      model: 'a, "b"',
    });
    expect(
      await of('a cat\nSteps: 20, CFG scale: 1, Distilled CFG Scale: 3.5, Seed: 1\nTemplate: a {cat|dog}'),
    ).toMatchObject({
      prompt: 'a cat',
      guidance: 3.5,
      seed: '1',
    });
    expect(await of('only words')).toMatchObject({ prompt: 'only words', steps: null, seed: null });
    expect(await of('Negative prompt: x\nSteps: 1, Seed: 2, Size: 8x8')).toBeNull();
  });
});

describe('a picture of ComfyUI', () => {
  const of = (graph: object, name = 'prompt') => read(pngWith([textChunk(name, JSON.stringify(graph))]));

  it('is read from its graph, also where Python wrote no JSON', async () => {
    expect(await of(COMFY_GRAPH)).toMatchObject(GALAXY);
    const python = JSON.stringify({ ...COMFY_GRAPH, '10': { class_type: 'X', inputs: {}, is_changed: [0] } });
    const text = python
      .replace('"is_changed":[0]', '"is_changed": [NaN]')
      .replace('156680208700286', '18446744073709551615');
    expect(await read(pngWith([textChunk('prompt', text)]))).toMatchObject({ ...GALAXY, seed: '18446744073709551615' });
  });

  it('keeps it in a WebP too, in a field meant for cameras', async () => {
    const value = Buffer.from(`prompt:${JSON.stringify(COMFY_GRAPH)}\0`);
    const exif = Buffer.alloc(26);
    exif.write('II*\0');
    exif.writeUInt32LE(8, 4);
    exif.writeUInt16LE(1, 8);
    exif.writeUInt16LE(0x0110, 10);
    exif.writeUInt16LE(2, 12);
    exif.writeUInt32LE(value.length, 14);
    exif.writeUInt32LE(26, 18);
    expect(await read(webp(Buffer.concat([exif, value])))).toMatchObject(GALAXY);
  });

  it('of FLUX: guider, noise, sigmas, guidance on the way of the words; words out of other nodes', async () => {
    const graph = {
      '13': {
        class_type: 'SamplerCustomAdvanced',
        inputs: { noise: ['25', 0], guider: ['22', 0], sampler: ['16', 0], sigmas: ['17', 0], latent_image: ['27', 0] },
      },
      '16': { class_type: 'KSamplerSelect', inputs: { sampler_name: 'euler' } },
      '17': { class_type: 'BasicScheduler', inputs: { scheduler: 'simple', steps: 20, denoise: 1, model: ['30', 0] } },
      '22': { class_type: 'BasicGuider', inputs: { model: ['30', 0], conditioning: ['26', 0] } },
      '25': { class_type: 'RandomNoise', inputs: { noise_seed: 219670278747233 } },
      '26': { class_type: 'FluxGuidance', inputs: { guidance: 3.5, conditioning: ['6', 0] } },
      '6': { class_type: 'CLIPTextEncode', inputs: { text: ['40', 0], clip: ['11', 0] } },
      '40': { class_type: 'StringConcatenate', inputs: { string_a: ['41', 0], string_b: 'at sea', delimiter: ', ' } },
      '41': { class_type: 'PrimitiveStringMultiline', inputs: { value: 'a lighthouse' } },
      '27': { class_type: 'EmptySD3LatentImage', inputs: { width: ['50', 0], height: 1216, batch_size: 1 } },
      '50': { class_type: 'PrimitiveInt', inputs: { value: 832 } },
      '30': { class_type: 'LoraLoaderModelOnly', inputs: { lora_name: 'x', model: ['12', 0] } },
      '12': { class_type: 'UNETLoader', inputs: { unet_name: 'flux1-dev.safetensors', weight_dtype: 'default' } },
    };
    expect(await of(graph)).toMatchObject({
      prompt: 'a lighthouse, at sea',
      negative: null,
      seed: '219670278747233',
      model: 'flux1-dev',
      steps: 20,
      guidance: 3.5,
      sampler: 'euler simple',
      size: { width: 832, height: 1216 },
    });
  });

  it('keeps positive and negative apart where one node passes both on, and begins with the first pass', async () => {
    const inputs = COMFY_GRAPH['3'].inputs;
    const graph = {
      '1': { class_type: 'KSampler', inputs: { ...inputs, denoise: 0.5, seed: 1, latent_image: ['3', 0] } },
      ...COMFY_GRAPH,
      '3': {
        class_type: 'KSamplerAdvanced',
        inputs: { ...inputs, seed: undefined, noise_seed: 5, positive: ['20', 0], negative: ['20', 1] },
      },
      '20': { class_type: 'ControlNetApplyAdvanced', inputs: { positive: ['6', 0], negative: ['7', 0], strength: 1 } },
    };
    expect(await of(graph)).toMatchObject({ ...GALAXY, seed: '5' });
  });

  it('is read from the editor’s own form where that is all there is', async () => {
    const workflow = {
      nodes: [
        {
          id: 3,
          type: 'KSampler',
          widgets_values: [42, 'randomize', 25, 7, 'dpmpp_2m', 'karras', 1],
          inputs: [
            { name: 'model', link: 1 },
            { name: 'positive', link: 4 },
            { name: 'negative', link: 6 },
            { name: 'latent_image', link: 2 },
          ],
        },
        { id: 4, type: 'CheckpointLoaderSimple', widgets_values: ['dream.safetensors'] },
        { id: 5, type: 'EmptyLatentImage', widgets_values: [640, 480, 1] },
        { id: 6, type: 'CLIPTextEncode', widgets_values: ['a fox'] },
        { id: 7, type: 'CLIPTextEncode', widgets_values: ['dark'] },
      ],
      links: [
        [1, 4, 0, 3, 0, 'MODEL'],
        [2, 5, 0, 3, 3, 'LATENT'],
        [4, 6, 0, 3, 1, 'CONDITIONING'],
        [6, 7, 0, 3, 2, 'CONDITIONING'],
      ],
    };
    expect(await of(workflow, 'workflow')).toMatchObject({
      tool: 'comfyui',
      prompt: 'a fox',
      negative: 'dark',
      seed: '42',
      model: 'dream',
      steps: 25,
      guidance: 7,
      sampler: 'dpmpp_2m karras',
      size: { width: 640, height: 480 },
    });
  });

  it('comes to an end with circles, dead links and graphs without any words', async () => {
    const circle = { class_type: 'CLIPTextEncode', inputs: { text: ['6', 0] } };
    expect(await of({ ...COMFY_GRAPH, '6': circle })).toBeNull();
    expect(await of({ ...COMFY_GRAPH, '6': { class_type: 'Reroute', inputs: { value: ['99', 0] } } })).toBeNull();
    expect(await of({ '1': { class_type: 'LoadImage', inputs: {} } })).toBeNull();
    const chain = Object.fromEntries(
      Array.from({ length: 5000 }, (_, n) => [`x${n}`, { class_type: 'Reroute', inputs: { value: [`x${n + 1}`, 0] } }]),
    );
    expect(
      await of({ ...COMFY_GRAPH, ...chain, '6': { class_type: 'Reroute', inputs: { value: ['x0', 0] } } }),
    ).toBeNull();
  });
});

describe('pictures of others', () => {
  const text = (name: string, value: string) => read(pngWith([textChunk(name, value, 'iTXt')]));

  it('InvokeAI, of today and of before', async () => {
    expect(await text('invokeai_metadata', JSON.stringify(INVOKE_METADATA))).toMatchObject({
      tool: 'invokeai',
      prompt: 'a tin robot waters a garden',
      negative: 'rust',
      seed: '2274139816',
      steps: 30,
      model: 'stable-diffusion-xl-base',
      guidance: 7.5,
      sampler: 'dpmpp_2m_k',
      size: { width: 1024, height: 768 },
    });
    const image = { prompt: [{ prompt: 'a fox [blurry] in snow', weight: 1 }], steps: 50, cfg_scale: 7.5, seed: 9 };
    const before = {
      model: 'stable diffusion',
      model_weights: 'sd-1.5',
      image: { ...image, width: 512, height: 640, sampler: 'k_lms' },
    };
    expect(await text('sd-metadata', JSON.stringify(before))).toMatchObject({
      tool: 'invokeai',
      prompt: 'a fox in snow',
      negative: 'blurry',
      seed: '9',
      model: 'sd-1.5',
      sampler: 'k_lms',
      size: { width: 512, height: 640 },
    });
    expect(await text('Dream', '"a red barn" -s 50 -S 1234 -W 512 -H 768 -C 7.5 -A k_euler')).toMatchObject({
      tool: 'invokeai',
      prompt: 'a red barn',
      seed: '1234',
      steps: 50,
      guidance: 7.5,
      sampler: 'k_euler',
    });
  });

  it('Fooocus, SwarmUI, NovelAI, Draw Things', async () => {
    const swarm = {
      sui_image_params: {
        prompt: 'a',
        negativeprompt: 'b',
        seed: 3,
        cfgscale: 7,
        steps: 20,
        model: 'm',
        width: 8,
        height: 9,
      },
    };
    expect(await text('parameters', JSON.stringify(swarm))).toMatchObject({
      tool: 'other',
      prompt: 'a',
      negative: 'b',
      seed: '3',
      size: { width: 8, height: 9 },
    });
    const fooocus = {
      prompt: 'p',
      negative_prompt: '',
      base_model: 'jugg',
      guidance_scale: 4,
      seed: '12',
      sampler: 'dpmpp',
      steps: 30,
    };
    expect(await text('parameters', JSON.stringify(fooocus))).toMatchObject({
      prompt: 'p',
      negative: null,
      model: 'jugg',
      guidance: 4,
      seed: '12',
    });
    const novel = {
      prompt: '1girl',
      uc: 'bad',
      steps: 28,
      scale: 5,
      seed: 77,
      sampler: 'k_euler',
      width: 832,
      height: 1216,
    };
    expect(await text('Comment', JSON.stringify(novel))).toMatchObject({
      prompt: '1girl',
      negative: 'bad',
      guidance: 5,
      seed: '77',
    });
    const draw = { c: 'a dog', uc: 'cat', seed: 5, steps: 8, scale: 3, sampler: 'Euler', model: 'sd', size: '512x640' };
    const xmp = `<x:xmpmeta><rdf:RDF><rdf:Description><exif:UserComment><rdf:Alt><rdf:li xml:lang="x-default">${JSON.stringify(draw).replaceAll('"', '&quot;')}</rdf:li></rdf:Alt></exif:UserComment></rdf:Description></rdf:RDF></x:xmpmeta>`;
    expect(await text('XML:com.adobe.xmp', xmp)).toMatchObject({
      prompt: 'a dog',
      negative: 'cat',
      size: { width: 512, height: 640 },
    });
  });

  it('a photograph and its remarks are none', async () => {
    expect(await read(picture())).toBeNull();
    expect(await read(jpeg(64, 48, [segment(0xfe, Buffer.from('Shot on a Tuesday: rain, wind'))]))).toBeNull();
    expect(await read(webp(exifComment('my holiday', 'II', 'ascii')))).toBeNull();
    expect(await text('Software', 'Steps: 1')).toBeNull();
    expect(await text('Comment', '{"note": 1}')).toBeNull();
  });
});

describe('whatever comes', () => {
  const samples = [
    pngWith([textChunk('parameters', A1111_TEXT, 'zTXt'), textChunk('prompt', JSON.stringify(COMFY_GRAPH))]),
    a1111Jpeg(),
    webp(exifComment(A1111_TEXT)),
    pngWith([textChunk('invokeai_metadata', JSON.stringify(INVOKE_METADATA), 'packed iTXt')]),
  ];

  it('never throws on damaged files', async () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...samples), damage, fc.nat(), async (sample, changes, cut) => {
        const bytes = Buffer.from(sample);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const found = await read(bytes.subarray(0, cut % 3 === 0 ? cut % bytes.length : bytes.length));
        expect(found === null || found.prompt.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws on any text in any place', async () => {
    const words = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.constantFrom(A1111_TEXT, JSON.stringify(COMFY_GRAPH)),
    );
    const names = fc.constantFrom(
      'parameters',
      'prompt',
      'workflow',
      'invokeai_metadata',
      'sd-metadata',
      'Dream',
      'Comment',
      'flow-media',
    );
    await fc.assert(
      fc.asyncProperty(names, fc.array(words, { maxLength: 4 }), async (name, parts) => {
        await read(pngWith([textChunk(name, parts.join('\n'), 'iTXt')]));
      }),
      { numRuns: 300 },
    );
  });

  it('a bomb in a packed text ends at the limit, and a long text within bounds', async () => {
    const bomb = textChunk('parameters', 'a'.repeat(50_000_000), 'packed iTXt');
    expect(await read(pngWith([bomb]))).toBeNull();
    const long = await read(
      pngWith([textChunk('parameters', `${'word '.repeat(40_000)}\nSteps: 1, Seed: 2, Size: 8x8`)]),
    );
    expect(long?.prompt.length).toBeLessThanOrEqual(20_000);
    expect(long).toMatchObject({ seed: '2' });
    const deep = `{"prompt":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    expect(await read(pngWith([textChunk('prompt', deep)]))).toBeNull();
    expect(await read(pngWith([pngChunk('tEXt', Buffer.from(`parameters\0${'a:'.repeat(500_000)}`))]))).not.toBeNull();
  });
});
