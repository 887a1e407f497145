import { ALL_FORMATS, AudioSampleSink, BlobSource, CustomSource, Input, type InputAudioTrack } from 'mediabunny';
import type { DecodedPicture } from './decoded-picture';
import { decodeBitmap, readSource } from './image';
import type { ThumbnailTask } from './messages';
import { DecodeError, within } from './problem';
import { RangeReader } from './range-reader';
import { drawWave } from './wave';

const COVER_MS = 15_000;
const WAVE_MS = 25_000;
const MAX_COVER_BYTES = 32 * 1024 * 1024;
/** A wave form needs the whole file: larger ones are not fetched for it. */
const MAX_WAVE_BYTES = 12 * 1024 * 1024;
const MAX_WAVE_SECONDS = 1800;
const BARS = 40;

/** The cover that a sound carries in itself, read by ranges; else its wave form, where the file is small. */
export async function decodeAudio(task: ThumbnailTask): Promise<DecodedPicture> {
  const { cover, durationMs } = await within(COVER_MS, tagsOf(task));
  if (cover !== null) return { ...(await decodeBitmap(cover, task)), durationMs };
  if (task.size > MAX_WAVE_BYTES) throw new DecodeError('too-large');
  return within(WAVE_MS, waveOf(await readSource(task.sourceUrl), task.edge));
}

interface SoundTags {
  readonly cover: Blob | null;
  readonly durationMs: number | null;
}

const NO_TAGS: SoundTags = { cover: null, durationMs: null };

/** What a sound says of itself; its length only where it need not be read whole for that. */
async function tagsOf({ sourceUrl, size }: ThumbnailTask): Promise<SoundTags> {
  const reader = new RangeReader(sourceUrl, size);
  let lost: unknown = null;
  const source = new CustomSource({
    getSize: () => size,
    read: (start, end) =>
      reader.read(start, end).catch((error: unknown) => {
        lost = error;
        throw error;
      }),
    prefetchProfile: 'network',
    handleUnhandledError: () => undefined,
  });
  const input = new Input({ formats: ALL_FORMATS, source });
  try {
    const { images = [] } = await input.getMetadataTags();
    const cover = images.find(({ kind }) => kind === 'coverFront') ?? images[0];
    if (cover === undefined || cover.data.byteLength > MAX_COVER_BYTES) return NO_TAGS;
    const seconds = await input.getDurationFromMetadata();
    return {
      cover: new Blob([new Uint8Array(cover.data)], { type: cover.mimeType }),
      durationMs: seconds === null ? null : Math.round(seconds * 1000),
    };
  } catch {
    // Unreadable tags are no reason to be without a picture; bytes that did not come are.
    if (lost !== null) throw new DecodeError('source');
    return NO_TAGS;
  } finally {
    input.dispose();
  }
}

async function waveOf(sound: Blob, edge: number): Promise<DecodedPicture> {
  const input = new Input({ formats: ALL_FORMATS, source: new BlobSource(sound) });
  try {
    const track = await input.getPrimaryAudioTrack();
    if (track === null) throw new DecodeError('not-decodable');
    const seconds = await track.computeDuration();
    if (seconds > MAX_WAVE_SECONDS) throw new DecodeError('too-large');
    return {
      ...(await drawWave(await peaksOf(track, seconds), edge)),
      durationMs: Math.round(seconds * 1000),
      pages: null,
    };
  } catch (error) {
    throw error instanceof DecodeError ? error : new DecodeError('not-decodable');
  } finally {
    input.dispose();
  }
}

/** How loud each part of the sound gets, 0 to 1; decoded piece by piece, never whole in memory. */
async function peaksOf(track: InputAudioTrack, seconds: number): Promise<readonly number[]> {
  const peaks = Array.from({ length: BARS }, () => 0);
  for await (const sample of new AudioSampleSink(track).samples()) {
    const wish = { planeIndex: 0, format: 'f32-planar' } as const;
    const values = new Float32Array(sample.allocationSize(wish) / 4);
    sample.copyTo(values, wish);
    const { timestamp, sampleRate } = sample;
    sample.close();
    for (const [index, value] of values.entries()) {
      const bar = Math.floor(((timestamp + index / sampleRate) / seconds) * BARS);
      const loud = Math.abs(value);
      if (loud > (peaks[bar] ?? 1)) peaks[bar] = loud;
    }
  }
  return peaks;
}
