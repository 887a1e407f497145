import * as pdfjs from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PageText } from '../../shared/page-text';
import type { DecodedPicture } from './decoded-picture';
import type { PageTextTask, ThumbnailTask } from './messages';
import { textOfPage } from './pdf-text';
import { DecodeError, within } from './problem';
import { RangeReader } from './range-reader';
import { packed } from './packed-picture';

/** Reading what a page needs over a slow line, and drawing it. */
const PDF_MS = 25_000;
/** Of one picture in a page: what is larger is left out. */
const MAX_IMAGE_PIXELS = 50_000_000;
/** Long thin pages stay below this, pixels. */
const MAX_PAGE_PIXELS = 16_000_000;
const CHUNK_BYTES = 256 * 1024;

/** Fonts, character maps and codecs of pdf.js, which lie beside this page. */
const asset = (folder: string): string => new URL(`pdf/${folder}/`, location.href).href;

/** Draws one page of a PDF, reading no more of the file than it needs. Sizes are in points. */
export function decodePdf(task: ThumbnailTask): Promise<DecodedPicture> {
  return withDocument(task, (document) => drawn(document, task));
}

/** The text of one page of a PDF, read in the same way. */
export function readPdfText(task: PageTextTask): Promise<PageText> {
  return withDocument(task, async (document) => textOfPage(await pageOf(document, task.page)));
}

type DocumentUse<T> = (document: pdfjs.PDFDocumentProxy) => Promise<T>;

async function withDocument<T>(task: ThumbnailTask | PageTextTask, use: DocumentUse<T>): Promise<T> {
  const thread = new Worker(new URL('./pdf-worker.ts', import.meta.url), { type: 'module' });
  try {
    return await within(PDF_MS, opened(task, thread, use));
  } finally {
    thread.terminate();
  }
}

async function opened<T>(task: ThumbnailTask | PageTextTask, thread: Worker, use: DocumentUse<T>): Promise<T> {
  const source = new SourceRanges(new RangeReader(task.sourceUrl, task.size));
  const loading = pdfjs.getDocument({
    worker: pdfjs.PDFWorker.create({ port: thread }),
    range: source,
    rangeChunkSize: CHUNK_BYTES,
    disableAutoFetch: true,
    disableStream: true,
    cMapUrl: asset('cmaps'),
    standardFontDataUrl: asset('standard_fonts'),
    wasmUrl: asset('wasm'),
    iccUrl: asset('iccs'),
    useWorkerFetch: true,
    useSystemFonts: false,
    enableXfa: false,
    maxImageSize: MAX_IMAGE_PIXELS,
    verbosity: pdfjs.VerbosityLevel.ERRORS,
  });
  try {
    return await Promise.race([loading.promise.then(use), source.failed]);
  } catch (error) {
    if (error instanceof DecodeError) throw error;
    // pdf.js exports no class of it.
    const isLocked = error instanceof Error && error.name === 'PasswordException';
    throw new DecodeError(isLocked ? 'locked' : 'not-decodable');
  } finally {
    // Its answer is waited for by nobody: the thread is about to end.
    loading.destroy().catch(() => undefined);
  }
}

function pageOf(document: pdfjs.PDFDocumentProxy, number: number): Promise<pdfjs.PDFPageProxy> {
  if (number > document.numPages) throw new DecodeError('not-decodable');
  return document.getPage(number);
}

async function drawn(document: pdfjs.PDFDocumentProxy, { page: number, edge }: ThumbnailTask): Promise<DecodedPicture> {
  const page = await pageOf(document, number);
  const natural = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: scaleFor(natural, edge) });
  const size = { width: Math.max(1, Math.round(viewport.width)), height: Math.max(1, Math.round(viewport.height)) };
  const canvas = Object.assign(window.document.createElement('canvas'), size);
  await page.render({ canvas, viewport, background: '#fff' }).promise;
  const whole = (points: number): number => Math.max(1, Math.round(points));
  return {
    ...(await packed(canvas, size)),
    width: whole(natural.width),
    height: whole(natural.height),
    durationMs: null,
    pages: document.numPages,
  };
}

function scaleFor({ width, height }: { readonly width: number; readonly height: number }, edge: number): number {
  return Math.min(edge / Math.max(width, height), Math.sqrt(MAX_PAGE_PIXELS / (width * height)));
}

/** Hands pdf.js the parts that it asks for. */
class SourceRanges extends pdfjs.PDFDataRangeTransport {
  readonly #reader: RangeReader;
  /** Never resolves; rejects when a part could not be had, which pdf.js itself would wait for. */
  readonly failed: Promise<never>;
  #fail: (error: unknown) => void = () => undefined;

  constructor(reader: RangeReader) {
    super(reader.size, null);
    this.#reader = reader;
    this.failed = new Promise((_resolve, reject) => (this.#fail = reject));
    this.failed.catch(() => undefined);
  }

  override requestDataRange(begin: number, end: number): void {
    this.#reader.read(begin, end).then(
      (bytes) => this.onDataRange(begin, bytes),
      (error: unknown) => this.#fail(error),
    );
  }
}
