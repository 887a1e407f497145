/// <reference types="@jsquash/avif/emscripten-types.d.ts" />
import createEncoder, { type AVIFModule, type EncodeOptions } from '@jsquash/avif/codec/enc/avif_enc.js';
import { defaultOptions } from '@jsquash/avif/meta.js';
import type { AvifReply, AvifWish } from './avif';

/**
 * 0 to 10, the higher the faster. Of a 12-megapixel picture in WASM on one thread: 10 and 9 took 2 s, 8 took 5 s (and 4 % more
 * bytes than 7), 7 took 9 s.
 */
const SPEED = 8;

/** Packs one picture; its page ends this thread afterwards, or when it takes too long. */
async function answer(wish: AvifWish): Promise<void> {
  const avif = packed(wish, await createEncoder({ noInitialRun: true }));
  const reply: AvifReply = { avif };
  self.postMessage(reply, { transfer: avif === null ? [] : [avif.buffer] });
}

/** null where the memory that WASM can have does not suffice: between 50 and 80 megapixels. */
function packed({ pixels, width, height, quality }: AvifWish, encoder: AVIFModule): Uint8Array | null {
  const options: EncodeOptions = { ...defaultOptions, quality, speed: SPEED };
  try {
    return encoder.encode(pixels, width, height, options) ?? null;
  } catch {
    return null;
  }
}

addEventListener('message', (event: MessageEvent<AvifWish>) => {
  answer(event.data).catch(reportError);
});
