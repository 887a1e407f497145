import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { drop } from '../../../shared/drop';
import { FAILURE_CODES, type FailureCode } from '../../../shared/failure';
import type { AssetMemory, Probe, UploadedFacts } from './asset-memory';

/** First line of the file; another one means another format, and the file is begun anew: it is a cache. */
const HEADER = '{"format":"flow-media-assets","version":1}';

const WRITE_DELAY_MS = 1000;

/** Superseded lines that are put up with before the file is written anew. */
const MAX_STALE_LINES = 2000;

// Lines are arrays to keep them short: ['p', asset, version, width, height, durationMs], ['x', asset, version, failure code],
// ['u', asset, etag, version, content type]. A later line wins.
type Line = readonly [tag: string, ...rest: unknown[]];

/** The memory in a file of one JSON line each, appended to. A torn or strange line is passed over. */
export class AssetMemoryFile implements AssetMemory {
  readonly #file: string;
  readonly #probes = new Map<string, Probe & { readonly version: string }>();
  readonly #uploaded = new Map<string, UploadedFacts & { readonly etag: string }>();
  readonly #listeners: ((assetId: string) => void)[] = [];
  readonly #loaded: Promise<void>;
  #waiting: string[] = [];
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(file: string) {
    this.#file = file;
    this.#loaded = this.#load();
  }

  probe(assetId: string, version: string): Probe | null {
    const known = this.#probes.get(assetId);
    return known?.version === version ? known : null;
  }

  rememberProbe(assetId: string, version: string, probe: Probe): void {
    this.#probes.set(assetId, { ...probe, version });
    this.#append(probeLine(assetId, version, probe));
    for (const listener of this.#listeners) listener(assetId);
  }

  uploaded(assetId: string, etag: string): UploadedFacts | null {
    const known = this.#uploaded.get(assetId);
    return known?.etag === etag ? known : null;
  }

  rememberUploaded(assetId: string, etag: string, facts: UploadedFacts): void {
    this.#uploaded.set(assetId, { ...facts, etag });
    this.#append(uploadedLine(assetId, etag, facts));
  }

  onProbe(listener: (assetId: string) => void): void {
    this.#listeners.push(listener);
  }

  ready(): Promise<void> {
    return this.#loaded;
  }

  async close(): Promise<void> {
    await this.#loaded;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#flush();
    await this.#writing;
  }

  async #load(): Promise<void> {
    const text = await readFile(this.#file, 'utf8').catch(() => '');
    const [header, ...lines] = text.split('\n');
    if (header === HEADER) for (const line of lines) this.#take(line);
    const live = this.#probes.size + this.#uploaded.size;
    if (header !== HEADER || lines.length > live + MAX_STALE_LINES) await this.#rewrite();
    // A last line that was torn off stays alone on its line.
    else if (!text.endsWith('\n')) this.#waiting.unshift('');
  }

  /** What is known already was found in this run, and is newer than what was kept. */
  #take(text: string): void {
    const line = parseLine(text);
    if (line === null) return;
    const [tag, assetId] = line;
    if (typeof assetId !== 'string') return;
    const probe = tag === 'u' ? null : readProbe(line);
    if (probe !== null && !this.#isNew(assetId)) this.#probes.set(assetId, probe);
    const uploaded = tag === 'u' ? readUploaded(line) : null;
    if (uploaded !== null && !this.#isNew(assetId)) this.#uploaded.set(assetId, uploaded);
  }

  #isNew(assetId: string): boolean {
    return this.#waiting.some((line) => line.includes(assetId));
  }

  async #rewrite(): Promise<void> {
    const lines = [HEADER];
    for (const [assetId, probe] of this.#probes) lines.push(probeLine(assetId, probe.version, probe));
    for (const [assetId, facts] of this.#uploaded) lines.push(uploadedLine(assetId, facts.etag, facts));
    const fresh = `${this.#file}.new`;
    try {
      await mkdir(path.dirname(this.#file), { recursive: true });
      await writeFile(fresh, `${lines.join('\n')}\n`);
      await rename(fresh, this.#file);
    } catch {
      // A cache that cannot be written is done without.
    }
  }

  #append(line: string): void {
    this.#waiting.push(line);
    this.#timer ??= setTimeout(() => this.#flush(), WRITE_DELAY_MS);
  }

  #flush(): void {
    this.#timer = null;
    this.#writing = this.#writing
      .then(() => this.#loaded)
      .then(async () => {
        const lines = this.#waiting;
        this.#waiting = [];
        if (lines.length > 0) await appendFile(this.#file, `${lines.join('\n')}\n`).catch(() => undefined);
      });
    drop(this.#writing);
  }
}

function probeLine(assetId: string, version: string, probe: Probe): string {
  return JSON.stringify(
    probe.kind === 'seen'
      ? ['p', assetId, version, probe.width, probe.height, probe.durationMs]
      : ['x', assetId, version, probe.code],
  );
}

function uploadedLine(assetId: string, etag: string, facts: UploadedFacts): string {
  return JSON.stringify(['u', assetId, etag, facts.version, facts.contentType]);
}

function parseLine(text: string): Line | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && typeof value[0] === 'string' ? (value as unknown as Line) : null;
  } catch {
    return null;
  }
}

function readProbe([tag, , version, a, b, c]: Line): (Probe & { version: string }) | null {
  if (typeof version !== 'string') return null;
  if (tag === 'x') return isFailureCode(a) ? { kind: 'failed', code: a, version } : null;
  if (tag !== 'p' || typeof a !== 'number' || typeof b !== 'number') return null;
  return { kind: 'seen', width: a, height: b, durationMs: typeof c === 'number' ? c : null, version };
}

function readUploaded([, , etag, version, contentType]: Line): (UploadedFacts & { etag: string }) | null {
  if (typeof etag !== 'string' || typeof version !== 'string' || typeof contentType !== 'string') return null;
  return { etag, version, contentType };
}

function isFailureCode(value: unknown): value is FailureCode {
  return FAILURE_CODES.some((code) => code === value);
}
