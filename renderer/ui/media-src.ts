type MediaSource = (url: string) => string;

let source: MediaSource = (url) => url;

/** Puts another source of pictures in place, where `media://` does not exist: in a plain browser. */
export function installMediaSource(other: MediaSource): void {
  source = other;
}

/** What goes into a `src` for one of `mediaUrls`. */
export function mediaSrc(url: string): string {
  return source(url);
}
