import type { DecodedPicture } from './decoded-picture';
import { fitInto, type Size } from './fit';
import type { ThumbnailTask } from './messages';
import { DecodeError, within } from './problem';
import { packed } from './packed-picture';

/** The poster is from here, or from a tenth of a shorter film: first frames are often black. */
const POSTER_SECONDS = 1;

/** Reading the ranges that Chromium asks for, and decoding up to the poster. */
const VIDEO_MS = 25_000;

/** Makes a poster frame of a film without reading all of it. */
export function decodeVideo(task: ThumbnailTask): Promise<DecodedPicture> {
  return within(VIDEO_MS, posterOf(task));
}

async function posterOf(task: ThumbnailTask): Promise<DecodedPicture> {
  const video = document.createElement('video');
  video.muted = true;
  video.preload = 'auto';
  // Else the canvas would be tainted: the source is of another origin than this page.
  video.crossOrigin = 'anonymous';
  try {
    const ready = happens(video, 'loadeddata');
    video.src = task.sourceUrl;
    await ready;
    const size: Size = { width: video.videoWidth, height: video.videoHeight };
    if (size.width === 0 || size.height === 0) throw new DecodeError('not-decodable');
    if (size.width * size.height > task.maxPixels) throw new DecodeError('too-large');
    await seekToPoster(video);
    const durationMs = Number.isFinite(video.duration) ? Math.round(video.duration * 1000) : null;
    return { ...(await packed(video, fitInto(size, task.edge))), ...size, durationMs, pages: null };
  } finally {
    // Ends its requests.
    video.removeAttribute('src');
    video.load();
  }
}

async function seekToPoster(video: HTMLVideoElement): Promise<void> {
  const seconds = Number.isFinite(video.duration) ? Math.min(POSTER_SECONDS, video.duration / 10) : 0;
  if (seconds === 0) return;
  const sought = happens(video, 'seeked');
  video.currentTime = seconds;
  await sought;
}

function happens(video: HTMLVideoElement, event: 'loadeddata' | 'seeked'): Promise<void> {
  return new Promise((resolve, reject) => {
    video.addEventListener(event, () => resolve(), { once: true });
    video.addEventListener('error', () => reject(new DecodeError(problemOf(video.error))), { once: true });
  });
}

function problemOf(error: MediaError | null): 'source' | 'not-decodable' {
  return error?.code === MediaError.MEDIA_ERR_NETWORK ? 'source' : 'not-decodable';
}
