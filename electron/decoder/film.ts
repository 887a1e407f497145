import { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Output, WebMOutputFormat } from 'mediabunny';
import { cameraOver, FRAME_RATE, frameOf } from './camera';
import type { FilmTask } from './messages';
import { DecodeError } from './problem';

const MICROSECONDS = 1_000_000;
/** Bits a second for each pixel of a frame: soft pictures that move slowly. */
const BITS_PER_PIXEL = 4;
const KEY_FRAME_EVERY = 2 * FRAME_RATE;
/** Frames that wait for the encoder at a time. */
const AHEAD = 4;

/**
 * Films a painted picture as WebM (VP8). The same task gives the same bytes: frames are worked out in whole numbers, and the encoder is
 * Chromium's own one in software, which drops nothing at `quality` (w3.org/TR/webcodecs, `latencyMode`).
 */
export async function filmOf(task: FilmTask): Promise<Uint8Array> {
  const { width, height, seconds } = task;
  const config = configOf(task);
  if (!(await VideoEncoder.isConfigSupported(config)).supported) throw new DecodeError('not-decodable');
  const source = new EncodedVideoPacketSource('vp8');
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  output.addVideoTrack(source, { frameRate: FRAME_RATE });
  await output.start();

  const written: Promise<void>[] = [];
  const encoder = new VideoEncoder({
    output: (chunk, meta) => void written.push(source.add(EncodedPacket.fromEncodedChunk(chunk), meta)),
    // It is closed then, and what is asked of it next throws; what waits for it need not wait any more.
    error: () => void encoder.dispatchEvent(new Event('dequeue')),
  });
  encoder.configure(config);
  const frames = seconds * FRAME_RATE;
  const sightAt = cameraOver(task);
  for (let n = 0; n < frames; n += 1) {
    const timing = { timestamp: (n * MICROSECONDS) / FRAME_RATE, duration: MICROSECONDS / FRAME_RATE };
    const pixels = frameOf(task, sightAt(n / frames));
    const frame = new VideoFrame(pixels, { format: 'RGBX', codedWidth: width, codedHeight: height, ...timing });
    encoder.encode(frame, { keyFrame: n % KEY_FRAME_EVERY === 0 });
    frame.close();
    // The page has thumbnails to make meanwhile.
    await new Promise((go) => setTimeout(go));
    while (encoder.encodeQueueSize > AHEAD) await new Promise((go) => (encoder.ondequeue = go));
  }
  await encoder.flush();
  encoder.close();
  await Promise.all(written);
  await output.finalize();
  if (target.buffer === null) throw new DecodeError('not-decodable');
  return new Uint8Array(target.buffer);
}

function configOf({ width, height }: FilmTask): VideoEncoderConfig {
  return {
    codec: 'vp8',
    width,
    height,
    framerate: FRAME_RATE,
    bitrate: width * height * BITS_PER_PIXEL,
    bitrateMode: 'constant',
    latencyMode: 'quality',
    hardwareAcceleration: 'prefer-software',
  };
}
