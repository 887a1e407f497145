import type { IncomingMessage, ServerResponse } from 'node:http';
import { FailureError, type Failure } from '../../../../shared/failure';
import { startLoopback, type Loopback } from '../../store/loopback.test-support';
import { createWebFetch } from '../../store/web-fetch';
import type { PictureSize } from '../../../../shared/generation';
import type { Watch } from '../provider';
import { encodePng } from '../sketch/png';

/** A question as it reached a stand-in. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export type Answer = (asked: Asked, response: ServerResponse) => void;

/** A stand-in for a service on loopback, which speaks its documented wire format; no real one can be had in a test. */
export class StandIn {
  readonly asked: Asked[] = [];
  readonly #server: Loopback;

  private constructor(server: Loopback) {
    this.#server = server;
  }

  static async start(answer: Answer): Promise<StandIn> {
    let own: StandIn | null = null;
    const server = await startLoopback((request, response) => {
      void bodyOf(request).then((body) => {
        const asked = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
        own?.asked.push(asked);
        answer(asked, response);
      });
    });
    own = new StandIn(server);
    return own;
  }

  get url(): string {
    return this.#server.url;
  }

  /** What was asked, without the waiting. */
  get paths(): readonly string[] {
    return this.asked.map(({ method, path }) => `${method} ${path}`);
  }

  close(): Promise<void> {
    return this.#server.close();
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export const fetch = createWebFetch(async () => null);
export const never = new AbortController().signal;
export const PACE = { interval: 5, patience: 2000 };

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

export function sentJson({ body }: Asked): unknown {
  return JSON.parse(body.toString());
}

/** A form's fields as texts; a file's as `type, bytes`. */
export async function sentForm({ headers, body }: Asked): Promise<Record<string, string>> {
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': String(headers['content-type']) },
  }).formData();
  const fields: Record<string, string> = {};
  for (const [name, value] of form) {
    fields[name] = typeof value === 'string' ? value : `${value.type}, ${value.size}`;
  }
  return fields;
}

export function png(): Promise<Uint8Array> {
  return encodePng(2, 2, new Uint8Array(12).fill(128));
}

export async function failureOf(asked: Promise<unknown>): Promise<Failure> {
  const error: unknown = await asked.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof FailureError) return error.failure;
  throw error;
}

/** Notes what it hears. */
export class Heard implements Watch {
  readonly shares: (number | null)[] = [];
  readonly places: number[] = [];
  readonly previews: string[] = [];

  progress(done: number | null): void {
    this.shares.push(done);
  }

  ahead(jobs: number): void {
    this.places.push(jobs);
  }

  preview(bytes: Uint8Array): void {
    this.previews.push(Buffer.from(bytes).toString());
  }
}

export async function reference() {
  const bytes = await png();
  const within = async (side: number): Promise<Uint8Array> => Buffer.from(`at most ${side}`);
  const filling = async ({ width, height }: PictureSize): Promise<Uint8Array> => Buffer.from(`${width} × ${height}`);
  return { name: 'start.png', contentType: 'image/png', bytes: async () => bytes, within, filling };
}
