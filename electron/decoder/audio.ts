import {
  ADTS,
  ALL_FORMATS,
  AudioSampleSink,
  BlobSource,
  CustomSource,
  FLAC,
  Input,
  MP3,
  type AudioSample,
  type InputAudioTrack,
  type InputFormat,
  type Source,
} from 'mediabunny';
import type { DecodedPicture } from './decoded-picture';
import { decodeBitmap, readSource } from './image';
import type { ThumbnailTask } from './messages';
import { DecodeError, within } from './problem';
import { RangeReader } from './range-reader';
import { drawWave } from './wave';

const COVER_MS = 15_000;
const WAVE_MS = 25_000;
const MAX_COVER_BYTES = 32 * 1024 * 1024;
/** A sound that is larger, or longer, is heard at some places alone; and no more of it than this is fetched for that. */
const MAX_WAVE_BYTES = 12 * 1024 * 1024;
const MAX_WHOLE_SECONDS = 1800;
const BARS = 40;
/** In these a place is found by reading all that comes before it. */
const WITHOUT_PLACES: ReadonlySet<InputFormat> = new Set([MP3, FLAC, ADTS]);

/** The cover that a sound carries in itself, read by ranges; else its wave form. */
export async function decodeAudio(task: ThumbnailTask): Promise<DecodedPicture> {
  const { cover, durationMs } = await within(COVER_MS, tagsOf(task));
  const picture = cover === null ? null : await coverIn(cover, task);
  if (picture !== null) return { ...picture, durationMs };
  if (task.size > MAX_WAVE_BYTES) return within(WAVE_MS, sketchOf(task));
  return within(WAVE_MS, waveOf(new BlobSource(await readSource(task.sourceUrl)), task.edge, 'whole'));
}

/** null where the cover is no picture, or too large a one: the sound is none the worse for that. */
async function coverIn(cover: Blob, task: ThumbnailTask): Promise<DecodedPicture | null> {
  try {
    return await decodeBitmap(cover, task);
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}

/** A sound read by ranges, and why one of them did not come. */
class Ranges {
  readonly source: CustomSource;
  lost: unknown = null;

  /** For reading on from the beginning; or, `sketched`, for a few places, and then no more is fetched than a sketch may take. */
  constructor({ sourceUrl, size }: ThumbnailTask, way: 'onward' | 'sketched') {
    const reader = new RangeReader(sourceUrl, size);
    let left = way === 'onward' ? Infinity : MAX_WAVE_BYTES;
    const read = async (start: number, end: number): Promise<Uint8Array> => {
      left -= end - start;
      if (left < 0) throw new DecodeError('too-large');
      return reader.read(start, end);
    };
    this.source = new CustomSource({
      getSize: () => size,
      read: (start, end) =>
        read(start, end).catch((error: unknown) => {
          this.lost ??= error;
          throw error;
        }),
      // Ahead of a few places the network's would read all that is between them.
      prefetchProfile: way === 'onward' ? 'network' : 'none',
      handleUnhandledError: () => undefined,
    });
  }
}

interface SoundTags {
  readonly cover: Blob | null;
  readonly durationMs: number | null;
}

const NO_TAGS: SoundTags = { cover: null, durationMs: null };

/** What a sound says of itself; its length only where it need not be read whole for that. */
async function tagsOf(task: ThumbnailTask): Promise<SoundTags> {
  const ranges = new Ranges(task, 'onward');
  const input = new Input({ formats: ALL_FORMATS, source: ranges.source });
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
    if (ranges.lost !== null) throw new DecodeError('source');
    return NO_TAGS;
  } finally {
    input.dispose();
  }
}

/** The wave form of a large sound, as far as it is known without fetching much of it. */
async function sketchOf(task: ThumbnailTask): Promise<DecodedPicture> {
  const ranges = new Ranges(task, 'sketched');
  try {
    return await waveOf(ranges.source, task.edge, 'sketch');
  } catch (error) {
    throw ranges.lost ?? error;
  }
}

async function waveOf(source: Source, edge: number, wanted: 'whole' | 'sketch'): Promise<DecodedPicture> {
  const input = new Input({ formats: ALL_FORMATS, source });
  try {
    if (wanted === 'sketch' && WITHOUT_PLACES.has(await input.getFormat())) throw new DecodeError('too-large');
    const track = await input.getPrimaryAudioTrack();
    if (track === null) throw new DecodeError('not-decodable');
    const seconds = await track.computeDuration();
    const isWhole = wanted === 'whole' && seconds <= MAX_WHOLE_SECONDS;
    const peaks = await (isWhole ? peaksOf(track, seconds) : sketchedPeaks(track, seconds));
    return { ...(await drawWave(peaks, edge)), durationMs: Math.round(seconds * 1000), pages: null };
  } catch (error) {
    throw error instanceof DecodeError ? error : new DecodeError('not-decodable');
  } finally {
    input.dispose();
  }
}

/** How loud the sound is in the middle of each part, 0 to 1. */
async function sketchedPeaks(track: InputAudioTrack, seconds: number): Promise<readonly number[]> {
  const moments = Array.from({ length: BARS }, (_, bar) => ((bar + 0.5) / BARS) * seconds);
  const peaks: number[] = [];
  for await (const sample of new AudioSampleSink(track).samplesAtTimestamps(moments)) {
    peaks.push(sample === null ? 0 : loudest(heard(sample).values));
  }
  return peaks;
}

function loudest(values: Float32Array): number {
  return values.reduce((peak, value) => Math.max(peak, Math.abs(value)), 0);
}

/** The first channel of a piece, which is let go of. */
function heard(sample: AudioSample): { readonly values: Float32Array; readonly at: number; readonly rate: number } {
  const wish = { planeIndex: 0, format: 'f32-planar' } as const;
  const values = new Float32Array(sample.allocationSize(wish) / 4);
  sample.copyTo(values, wish);
  const { timestamp: at, sampleRate: rate } = sample;
  sample.close();
  return { values, at, rate };
}

/** How loud each part of the sound gets, 0 to 1; decoded piece by piece, never whole in memory. */
async function peaksOf(track: InputAudioTrack, seconds: number): Promise<readonly number[]> {
  const peaks = Array.from({ length: BARS }, () => 0);
  for await (const sample of new AudioSampleSink(track).samples()) {
    const { values, at, rate } = heard(sample);
    for (const [index, value] of values.entries()) {
      const bar = Math.floor(((at + index / rate) / seconds) * BARS);
      const loud = Math.abs(value);
      if (loud > (peaks[bar] ?? 1)) peaks[bar] = loud;
    }
  }
  return peaks;
}
