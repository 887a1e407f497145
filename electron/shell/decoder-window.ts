import { randomBytes } from 'node:crypto';
import { BrowserWindow, session, type Session } from 'electron';
import { drop } from '../../shared/drop';
import { fail, failure, FailureError, retryAfter } from '../../shared/failure';
import type { PageText } from '../../shared/page-text';
import { DECODE_LIMITS, type DecodedThumbnail, type DecodeJob, type Decoder } from '../core/library/decoder';
import type { AssetSource } from '../core/library/asset-source';
import { answerMedia, readMedia, type MediaSources } from '../core/library/media-answer';
import type { PageReader, PageTextJob } from '../core/library/page-texts';
import type { Reply } from '../core/reply';
import { isAbort } from '../core/store/abort';
import type { FilmMaker, FilmOrder } from '../core/generation/film-maker';
import type { ConvertJob, ImageConverter } from '../core/transfers/upload/image-converter';
import { DECODER_CHANNELS } from '../decoder/messages';
import { handleAppProtocol, type PagePolicy } from './app-protocol';
import { parseDecoderAnswer } from './decoder-answer';
import { DecoderJobs } from './decoder-jobs';
import { cutOff } from './lockdown';
import { handleScheme } from './scheme';
import { SpareBytes } from './spare-bytes';
import { WEB_PREFERENCES } from './window';

const DECODER_ORIGIN = 'app://decoder';
const DECODER_URL = `${DECODER_ORIGIN}/index.html`;

/** In memory only: a partition without `persist:`. */
const PARTITION = 'decoder';
/** It is up again in a fraction of a second, and holds 30 to 40 MB. */
const IDLE_MS = 20_000;
const REOPEN_MS = 1000;
/** Of a file that main holds while its task waits. */
const HELD_BYTES = 8 * 1024 * 1024;
/** As many as there are pictures under way (create-thumbnails.ts). */
const SPARE_PIECES = 6;

/**
 * What the decoder's page may load: its scripts and the AVIF encoder (WASM, docs/decisions/0012-avif.md), the bytes of its tasks,
 * and pictures made of them.
 */
export const DECODER_PAGE_POLICY: PagePolicy = () =>
  [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    "connect-src 'self' media:",
    'img-src blob: data:',
    'media-src media:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

export interface DecoderWindowDeps extends Pick<MediaSources, 'storeOf' | 'passing'> {
  /** The built page. */
  readonly root: string;
  readonly preload: string;
}

export interface DecoderWindow extends Decoder, ImageConverter, PageReader, FilmMaker {
  /**
   * Ends the window and what it was at. A hidden window is a window: call this when the last visible one has closed, else the
   * app does not hear of it. Later work opens it anew.
   */
  close(): void;
}

/** A window that nobody sees, where Chromium decodes what comes from outside, in its sandbox and without any right. */
export function createDecoderWindow(deps: DecoderWindowDeps): DecoderWindow {
  return new HiddenDecoder(deps);
}

class HiddenDecoder implements DecoderWindow {
  readonly #deps: DecoderWindowDeps;
  readonly #jobs: DecoderJobs;
  #session: Session | null = null;
  #window: BrowserWindow | null = null;
  /** The page of this window has come up and asked for work. */
  #asked = false;
  #idle: NodeJS.Timeout | null = null;
  /** Of files that are being read for their tasks. */
  #closing = new AbortController();
  readonly #spare = new SpareBytes(SPARE_PIECES);

  constructor(deps: DecoderWindowDeps) {
    this.#deps = deps;
    this.#jobs = new DecoderJobs({
      randomToken: () => randomBytes(16).toString('hex'),
      now: () => performance.now(),
      hung: () => this.#replaceWindow(),
      idled: () => this.#restSoon(),
    });
  }

  /**
   * A file of a usual size is held in memory before its task goes to the page: then it goes there in one piece, and while one is
   * decoded the next ones come out of the bucket.
   */
  async thumbnail(job: DecodeJob, signal: AbortSignal): Promise<DecodedThumbnail> {
    const source = job.kind === 'image' && job.size <= HELD_BYTES ? await job.source() : null;
    // It may be another by now than when it was asked for.
    if (source === null || source.size > HELD_BYTES) return this.#withWindow(() => this.#jobs.submit(job, signal));
    const memory = this.#spare.take(source.size);
    const held = await this.#held(job, source, memory, signal);
    const made = await this.#withWindow(() => this.#jobs.submit(held, signal));
    // The page has read it to its end; of one that failed it may be reading still.
    this.#spare.giveBack(memory);
    return made;
  }

  async #held(
    job: DecodeJob,
    source: AssetSource,
    memory: Uint8Array<ArrayBuffer>,
    signal: AbortSignal,
  ): Promise<DecodeJob> {
    const closing = this.#closing.signal;
    const { version, contentType } = source;
    const bytes = await readMedia(source, memory, this.#deps, AbortSignal.any([signal, closing]));
    // The app's last window closed meanwhile: none is opened any more.
    closing.throwIfAborted();
    return { ...job, source: () => ({ kind: 'memory', bytes, size: bytes.length, version, contentType }) };
  }

  pageText(job: PageTextJob, signal: AbortSignal): Promise<PageText> {
    return this.#withWindow(() => this.#jobs.pageText(job, signal));
  }

  async convert({ path, size, contentType, ...wish }: ConvertJob, signal: AbortSignal): Promise<Uint8Array> {
    signal.throwIfAborted();
    if (size > DECODE_LIMITS.maxImageBytes) fail('picture-too-large');
    const source = { kind: 'local', connectionId: null, path, size, version: '', contentType } as const;
    try {
      const { format, quality, maxSide, fill = null } = wish;
      return await this.#withWindow(() => this.#jobs.convert({ format, quality, maxSide, fill }, () => source, signal));
    } catch (error) {
      signal.throwIfAborted();
      // The window went with the app's last one; the transfers go on.
      if (isAbort(error)) throw new FailureError(retryAfter(failure('unexpected'), REOPEN_MS), { cause: error });
      throw error;
    }
  }

  async film(order: FilmOrder, signal: AbortSignal): Promise<Uint8Array> {
    signal.throwIfAborted();
    try {
      return await this.#withWindow(() => this.#jobs.film(order, signal));
    } catch (error) {
      signal.throwIfAborted();
      if (isAbort(error)) fail('unexpected', {}, 'The window went in which films are made.');
      throw error;
    }
  }

  #withWindow<T>(work: () => Promise<T>): Promise<T> {
    this.#stayAwake();
    this.#openWindow();
    return work();
  }

  close(): void {
    this.#closing.abort();
    this.#closing = new AbortController();
    this.#rest();
  }

  /** Files that are being read for it meanwhile come slowly, and are read on. */
  #restSoon(): void {
    if (this.#window !== null) this.#idle ??= setTimeout(() => this.#rest(), IDLE_MS);
  }

  #stayAwake(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
  }

  #rest(): void {
    this.#spare.clear();
    this.#jobs.cancelAll();
    this.#stayAwake();
    this.#destroyWindow();
  }

  #openWindow(): void {
    if (this.#window !== null) return;
    this.#session ??= this.#prepareSession();
    const window = new BrowserWindow({
      show: false,
      width: 64,
      height: 64,
      skipTaskbar: true,
      focusable: false,
      webPreferences: {
        ...WEB_PREFERENCES,
        session: this.#session,
        preload: this.#deps.preload,
        backgroundThrottling: false,
        disableDialogs: true,
      },
    });
    this.#window = window;
    this.#asked = false;
    const { webContents } = window;
    // Asked of these contents alone; their one frame is the decoder's page, since nothing else can be loaded.
    webContents.ipc.handle(DECODER_CHANNELS.next, () => this.#asksForWork());
    webContents.ipc.handle(DECODER_CHANNELS.answer, (_event, value: unknown) => this.#answered(value));
    webContents.on('render-process-gone', () => this.#replaceWindow(window));
    webContents.on('unresponsive', () => this.#replaceWindow(window));
    drop(window.loadURL(DECODER_URL).catch(() => this.#replaceWindow(window)));
  }

  #asksForWork() {
    this.#asked = true;
    return this.#jobs.take();
  }

  #answered(value: unknown): void {
    const answer = parseDecoderAnswer(value);
    if (answer === null) this.#replaceWindow();
    else this.#jobs.answer(answer);
  }

  /** The page crashed, hangs, talks nonsense, or did not load. */
  #replaceWindow(failed = this.#window): void {
    if (failed !== this.#window) return;
    this.#destroyWindow();
    this.#jobs.pageGone(this.#asked);
    if (this.#jobs.anyWaiting) this.#openWindow();
  }

  #destroyWindow(): void {
    const window = this.#window;
    this.#window = null;
    if (window !== null && !window.isDestroyed()) window.destroy();
  }

  #prepareSession(): Session {
    const own = session.fromPartition(PARTITION, { cache: false });
    own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
    own.setPermissionCheckHandler(() => false);
    own.setDevicePermissionHandler(() => false);
    own.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayDecoderLoad(details.url) }));
    cutOff(own, null);
    handleAppProtocol(own.protocol, { decoder: { root: this.#deps.root, policy: DECODER_PAGE_POLICY } });
    handleScheme(own.protocol, 'media', ({ url, range }) => this.#serve(new URL(url), range));
    return own;
  }

  async #serve(url: URL, range: string | null): Promise<Reply> {
    const token = url.pathname.slice(1);
    const wanted = url.hostname === 'source' ? await this.#jobs.sourceOf(token) : null;
    // The task is over, and what its page was still reading for it is wanted by nobody.
    if (wanted === null) return { status: 410, headers: {}, body: null };
    const from: MediaSources = {
      storeOf: this.#deps.storeOf,
      passing: (source) => this.#deps.passing(source),
      failed: (cause) => this.#jobs.sourceFailed(token, cause),
      moved: () => this.#jobs.reading(token),
    };
    const reply = await answerMedia(wanted.source, range, from, wanted.signal);
    // The page's origin is another than its source's; it may read what it was given, and nobody else may.
    return { ...reply, headers: { ...reply.headers, 'Access-Control-Allow-Origin': DECODER_ORIGIN } };
  }
}

/** Whether the decoder's page may ask for an address. */
export function mayDecoderLoad(address: string): boolean {
  return [`${DECODER_ORIGIN}/`, 'media://source/', `blob:${DECODER_ORIGIN}/`].some((start) =>
    address.startsWith(start),
  );
}
