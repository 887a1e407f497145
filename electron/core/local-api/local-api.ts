import { readdir, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { FailureError } from '../../../shared/failure';
import type { LocalApiCopy, LocalApiSettings, LocalApiSlice, LocalApiState } from '../../../shared/local-api';
import { savedLocalApi } from '../../../shared/local-api-schemas';
import type { SecretVault } from '../connections/secrets';
import { errnoOf } from '../transfers/file-failure';
import type { SetAside } from '../transfers/journal/journal';
import { moveInto } from '../transfers/upload/staging';
import type { Transfers } from '../transfers/transfers-api';
import { ApiError } from './answer';
import { ApiToken } from './api-token';
import { readBody } from './body';
import { Door } from './door';
import { generateRoute, type GenerateRouteDeps } from './generate-route';
import { apiErrorOf, uploadRoute, type UploadRouteDeps } from './upload-route';

export interface LocalApiDeps extends Omit<UploadRouteDeps, 'uploads'>, GenerateRouteDeps {
  readonly uploads: Pick<Transfers, 'addPlanned' | 'item' | 'subscribe' | 'rows'>;
  /** A small JSON document for the settings and the sealed token. */
  readonly storage: { read(): unknown; write(value: unknown): void };
  readonly vault: SecretVault;
  /** The connection that is open; null for none. */
  activeConnection(): string | null;
  publish(slice: LocalApiSlice): void;
  report(error: unknown): void;
}

type Saved = Readonly<z.infer<typeof savedLocalApi>>;

const ROWS = 500;

/** The door for programs on this computer, off until a person opens it: uploads and pictures for those who have the token. */
export class LocalApi {
  readonly #deps: LocalApiDeps;
  readonly #token: ApiToken;
  #saved: Saved;
  #door: Door | null = null;
  #state: LocalApiState = { kind: 'off' };
  /** One change after another. */
  #tail: Promise<void> = Promise.resolve();

  constructor(deps: LocalApiDeps) {
    this.#deps = deps;
    this.#saved = savedLocalApi.parse(deps.storage.read() ?? {});
    const write = (sealedToken: string | null): void => this.#save({ sealedToken });
    this.#token = new ApiToken({ read: () => this.#saved.sealedToken, write }, deps.vault);
  }

  /** The transfers must have been started; `setAside`: what they said of a journal that could not be read whole. */
  async start(setAside: SetAside | null): Promise<void> {
    await this.#sweep(setAside === null ? null : `${setAside.path}-sent`);
    await this.#settle();
  }

  slice(): LocalApiSlice {
    const { sealedToken: _, ...settings } = this.#saved;
    return { settings, state: this.#state, token: this.#token.stateOf() };
  }

  /** Counts at once: what is off is closed by the time it resolves. */
  async change(settings: LocalApiSettings): Promise<void> {
    this.#save(settings);
    await this.#settle();
  }

  /** The old token opens nothing any more. */
  async renewToken(): Promise<void> {
    await this.#token.renew();
    await this.#settle();
  }

  /** For the clipboard of main, and nothing else. Fails with `secrets-locked`, `local-token-unreadable`. */
  async textOf(what: LocalApiCopy): Promise<string> {
    const token = await this.#token.get();
    if (what === 'token') return token;
    const port = this.#state.kind === 'open' ? this.#state.port : this.#saved.port;
    return `http://127.0.0.1:${port ?? ''}/${token}/upload`;
  }

  /** Other secrets can be opened, or fewer. */
  async secretsChanged(): Promise<void> {
    await this.#settle();
  }

  async reseal(): Promise<void> {
    await this.#token.reseal();
  }

  async stop(): Promise<void> {
    await this.#inTurn(() => this.#close());
  }

  /** Brings the door to where the settings want it. */
  #settle(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#close();
      if (this.#saved.enabled) await this.#open();
      this.#deps.publish(this.slice());
    });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#tail.then(work);
    this.#tail = done.catch(() => undefined);
    return done;
  }

  async #open(): Promise<void> {
    try {
      const token = await this.#token.get();
      const { report } = this.#deps;
      const answer = this.#answer.bind(this);
      this.#door = await Door.open(this.#saved.port ?? 0, token, { answer, report });
      const { port } = this.#door;
      if (this.#saved.port !== port) this.#save({ port });
      this.#state = { kind: 'open', port };
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.#state = { kind: 'failed', failure: error.failure };
    }
  }

  async #close(): Promise<void> {
    const door = this.#door;
    this.#door = null;
    this.#state = { kind: 'off' };
    await door?.close();
  }

  async #answer(route: string, request: IncomingMessage, signal: AbortSignal): Promise<readonly string[] | string> {
    if (route === '/heartbeat') return 'alive';
    if (route !== '/upload' && route !== '/generate')
      throw new ApiError(404, 'There is /upload, /generate and /heartbeat.');
    const { prefix } = this.#saved;
    const connectionId = this.#saved.connectionId ?? this.#deps.activeConnection();
    if (connectionId === null) throw new ApiError(503, 'No bucket is connected.');
    try {
      const { incoming, randomId } = this.#deps;
      if (route === '/generate')
        return await generateRoute(await readBody(request, null), connectionId, this.#deps, signal);
      const body = await readBody(request, { folder: incoming, randomId });
      return await uploadRoute(body, { connectionId, prefix }, this.#deps, signal);
    } catch (error) {
      throw apiErrorOf(error) ?? error;
    }
  }

  #save(change: Partial<Saved>): void {
    this.#saved = { ...this.#saved, ...change };
    this.#deps.storage.write(this.#saved);
  }

  /**
   * Sent files that no transfer has use for: the app was killed before they were queued. Where the journal could not be read whole
   * they go to the folder `aside` instead: the transfer may be one that is lost, and what was sent may be nowhere else.
   */
  async #sweep(aside: string | null): Promise<void> {
    const { incoming, uploads } = this.#deps;
    const inUse = new Set<string>();
    for (let start = 0; ; start += ROWS) {
      const { total, rows } = uploads.rows(start, ROWS);
      for (const { origin, localPath } of rows) if (origin === 'script') inUse.add(basename(localPath));
      if (start + ROWS >= total) break;
    }
    for (const name of await namesIn(incoming)) {
      if (inUse.has(name)) continue;
      const path = join(incoming, name);
      if (aside === null) await rm(path, { force: true });
      else await moveInto(aside, path);
    }
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errnoOf(error) === null) throw error;
    return [];
  }
}
