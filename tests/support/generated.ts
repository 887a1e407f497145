import { crc32, deflateSync } from 'node:zlib';
import { picture } from './files';
import { jpeg, segment } from './jpeg';

/** What A1111 writes (modules/processing.py, `create_infotext`): a prompt of two lines, a name with a comma in quotes. */
export const A1111_TEXT = `portrait of a heron at dawn, reeds, (soft light:1.2), <lora:feathers:0.8>
35mm photo, film grain
Negative prompt: lowres, watermark,
extra legs
Steps: 28, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: 3019744221, Size: 512x768, Model hash: 31e35c80fc, Model: juggernautXL_v9, Denoising strength: 0.4, Lora hashes: "feathers: 1a2b3c, grain: 4d5e6f", Version: v1.10.1`;

/** The default workflow of ComfyUI in API form (`script_examples/basic_api_example.py`), with another prompt. */
export const COMFY_GRAPH = {
  '3': {
    class_type: 'KSampler',
    inputs: {
      seed: 156680208700286,
      steps: 20,
      cfg: 8,
      sampler_name: 'euler',
      scheduler: 'normal',
      denoise: 1,
      model: ['4', 0],
      positive: ['6', 0],
      negative: ['7', 0],
      latent_image: ['5', 0],
    },
  },
  '4': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'SD15/v1-5-pruned-emaonly.safetensors' } },
  '5': { class_type: 'EmptyLatentImage', inputs: { width: 512, height: 512, batch_size: 1 } },
  '6': { class_type: 'CLIPTextEncode', inputs: { text: 'glass bottle with a galaxy inside', clip: ['4', 1] } },
  '7': { class_type: 'CLIPTextEncode', inputs: { text: 'text, watermark', clip: ['4', 1] } },
  '8': { class_type: 'VAEDecode', inputs: { samples: ['3', 0], vae: ['4', 2] } },
  '9': { class_type: 'SaveImage', inputs: { filename_prefix: 'ComfyUI', images: ['8', 0] } },
} as const;

export const INVOKE_METADATA = {
  generation_mode: 'sdxl_txt2img',
  positive_prompt: 'a tin robot waters a garden',
  negative_prompt: 'rust',
  width: 1024,
  height: 768,
  seed: 2274139816,
  rand_device: 'cpu',
  cfg_scale: 7.5,
  steps: 30,
  scheduler: 'dpmpp_2m_k',
  model: { key: 'b3f1', hash: 'blake3:9a', name: 'stable-diffusion-xl-base', base: 'sdxl', type: 'main' },
  app_version: '5.4.2',
};

export function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const number = Buffer.alloc(8);
  number.writeUInt32BE(data.length);
  number.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([number.subarray(0, 4), body, number.subarray(4)]);
}

export function textChunk(
  keyword: string,
  text: string,
  kind: 'tEXt' | 'zTXt' | 'iTXt' | 'packed iTXt' = 'tEXt',
): Buffer {
  const head = Buffer.from(`${keyword}\0`, 'latin1');
  const utf8 = Buffer.from(text);
  if (kind === 'tEXt') return pngChunk(kind, Buffer.concat([head, Buffer.from(text, 'latin1')]));
  if (kind === 'zTXt')
    return pngChunk(kind, Buffer.concat([head, Buffer.of(0), deflateSync(Buffer.from(text, 'latin1'))]));
  const isPacked = kind === 'packed iTXt';
  const body = isPacked ? deflateSync(utf8) : utf8;
  return pngChunk('iTXt', Buffer.concat([head, Buffer.of(isPacked ? 1 : 0, 0), Buffer.from('en\0\0'), body]));
}

/** A PNG with chunks before its pixels, where Pillow puts them. */
export function pngWith(chunks: readonly Uint8Array[], seed = 1): Buffer {
  const plain = picture(seed);
  return Buffer.concat([plain.subarray(0, 33), ...chunks, plain.subarray(33)]);
}

/** The Exif block that piexif writes: big-endian, a UserComment in UTF-16BE, whatever the machine. */
export function exifComment(
  text: string,
  order: 'MM' | 'II' = 'MM',
  letters: 'utf16be' | 'utf16le' | 'ascii' = 'utf16be',
): Buffer {
  const wide = Buffer.from(text, 'utf16le');
  const bodies = { utf16le: wide, utf16be: Buffer.from(wide).swap16(), ascii: Buffer.from(text) };
  const name = letters === 'ascii' ? 'ASCII\0\0\0' : 'UNICODE\0';
  const value = Buffer.concat([Buffer.from(name), bodies[letters]]);
  const out = Buffer.alloc(44);
  const u16 = (number: number, at: number) =>
    order === 'MM' ? out.writeUInt16BE(number, at) : out.writeUInt16LE(number, at);
  const u32 = (number: number, at: number) =>
    order === 'MM' ? out.writeUInt32BE(number, at) : out.writeUInt32LE(number, at);
  out.write(order);
  u16(42, 2);
  u32(8, 4);
  row(8, 0x8769, 4, 1, 26);
  row(26, 0x9286, 7, value.length, 44);
  return Buffer.concat([out, value]);

  function row(at: number, tag: number, type: number, count: number, held: number): void {
    u16(1, at);
    u16(tag, at + 2);
    u16(type, at + 4);
    u32(count, at + 6);
    u32(held, at + 10);
  }
}

export function a1111Jpeg(text = A1111_TEXT): Buffer {
  return jpeg(64, 48, [segment(0xe1, Buffer.from('Exif\0\0'), exifComment(text))]);
}
