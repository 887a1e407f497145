import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { serve, type WebServer } from './web-server';

/** An API token as the stand-in knows it. */
export interface StandInToken {
  readonly value: string;
  readonly id: string;
  readonly owner: 'user' | 'account';
  readonly storage: 'none' | 'read' | 'edit';
  readonly status?: 'active' | 'disabled' | 'expired';
  readonly notBefore?: string;
  readonly expiresOn?: string;
}

export interface StandInBucket {
  readonly name: string;
  readonly jurisdiction: string;
  location?: string;
  storageClass?: 'Standard' | 'InfrequentAccess';
  devUrl: boolean;
  domains: { domain: string; enabled: boolean; status: { ownership: string; ssl: string } }[];
  cors: unknown;
}

/**
 * Cloudflare's REST API on this machine, as far as the app uses it, in the documented JSON
 * (developers.cloudflare.com/api/resources/r2, /api/resources/user/subresources/tokens).
 */
export class CloudflareStandIn {
  readonly buckets: StandInBucket[] = [];
  readonly requests: { readonly method: string; readonly path: string; readonly jurisdiction: string }[] = [];
  /** What the next requests get instead of an answer, one each. */
  readonly instead: { readonly status: number; readonly headers?: Record<string, string>; readonly body: string }[] =
    [];
  /** Where r2.dev's addresses lead. */
  devHost = (bucket: string): string => `pub-${createHash('md5').update(bucket).digest('hex')}.r2.dev`;
  #server: WebServer | null = null;

  constructor(
    readonly accountId: string,
    readonly tokens: readonly StandInToken[],
  ) {}

  get base(): string {
    return `${this.#server?.url ?? ''}/client/v4`;
  }

  async start(): Promise<this> {
    this.#server = await serve((request, response) => this.#answer(request, response));
    return this;
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  addBucket(name: string, more: Partial<StandInBucket> = {}): StandInBucket {
    const bucket: StandInBucket = { name, jurisdiction: 'default', devUrl: false, domains: [], cors: null, ...more };
    this.buckets.push(bucket);
    return bucket;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://stand-in');
    const body = await text(request);
    const jurisdiction = String(request.headers['cf-r2-jurisdiction'] ?? 'default');
    const method = request.method ?? 'GET';
    this.requests.push({ method, path: `${url.pathname}${url.search}`, jurisdiction });
    const other = this.instead.shift();
    if (other !== undefined) {
      response.writeHead(other.status, other.headers).end(other.body);
      return;
    }
    const reply = this.#reply(method, url, request.headers.authorization ?? '', jurisdiction, body);
    response.writeHead(reply.status, { 'content-type': 'application/json' }).end(JSON.stringify(reply.json));
  }

  #reply(method: string, url: URL, authorization: string, jurisdiction: string, body: string): Reply {
    const path = url.pathname.replace('/client/v4/', '').split('/').map(decodeURIComponent);
    const token = this.tokens.find(({ value }) => authorization === `Bearer ${value}`);
    if (!/^Bearer [\w-]{40,}$/.test(authorization)) return refused(400, 6003, 'Invalid request headers');
    if (path.at(-1) === 'verify') return verifyReply(token, path[0] === 'user' ? 'user' : 'account');
    if (token === undefined) return refused(401, 1000, 'Invalid API Token');
    const mayRead = token.storage !== 'none' && path[1] === this.accountId;
    if (!mayRead || (method !== 'GET' && token.storage !== 'edit')) return refused(403, 10_000, 'Authentication error');
    if (path.length === 4) {
      return method === 'POST' ? this.#create(jurisdiction, body) : this.#list(url.searchParams, jurisdiction);
    }
    const bucket = this.buckets.find((one) => one.name === path[4] && one.jurisdiction === jurisdiction);
    if (bucket === undefined) return refused(404, 10_006, 'The specified bucket does not exist.');
    return this.#ofBucket(bucket, path.slice(5).join('/'), method, body);
  }

  #list(query: URLSearchParams, jurisdiction: string): Reply {
    const size = Number(query.get('per_page') ?? 20);
    const all = this.buckets
      .filter((one) => one.jurisdiction === jurisdiction)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const from = Number(query.get('cursor') ?? 0);
    const page = all.slice(from, from + size).map(({ name, location, storageClass = 'Standard' }) => ({
      name,
      location,
      storage_class: storageClass,
      ...CREATED,
    }));
    const cursor = from + size < all.length ? `${from + size}` : '';
    return { status: 200, json: { ...WELL, result: { buckets: page }, result_info: { cursor, per_page: size } } };
  }

  #create(jurisdiction: string, body: string): Reply {
    const { name, locationHint } = JSON.parse(body) as { name: string; locationHint?: string };
    if (!/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name))
      return refused(400, 10_005, 'The specified bucket name is not valid.');
    if (this.buckets.some((one) => one.name === name && one.jurisdiction === jurisdiction))
      return refused(409, 10_004, 'The bucket you tried to create already exists, and you own it.');
    const location = (locationHint ?? 'enam').toUpperCase();
    this.addBucket(name, { jurisdiction, location });
    return done({ name, location, storage_class: 'Standard', ...CREATED });
  }

  #ofBucket(bucket: StandInBucket, what: string, method: string, body: string): Reply {
    if (what === 'domains/managed') {
      if (method === 'PUT') bucket.devUrl = (JSON.parse(body) as { enabled: boolean }).enabled;
      return done({ bucketId: 'b'.repeat(32), domain: this.devHost(bucket.name), enabled: bucket.devUrl });
    }
    if (what === 'domains/custom') return done({ domains: bucket.domains });
    if (what !== 'cors') return refused(404, 7003, 'Could not route to that path');
    if (method === 'PUT') bucket.cors = JSON.parse(body);
    if (method === 'DELETE') bucket.cors = null;
    if (method !== 'GET') return done({});
    return bucket.cors === null ? refused(404, 10_059, 'The CORS configuration does not exist.') : done(bucket.cors);
  }
}

interface Reply {
  readonly status: number;
  readonly json: unknown;
}

const WELL = { success: true, errors: [], messages: [] };
const CREATED = { creation_date: '2026-09-03T08:00:00.000Z' };

function done(result: unknown): Reply {
  return { status: 200, json: { ...WELL, result } };
}

function refused(status: number, code: number, message: string): Reply {
  return { status, json: { success: false, errors: [{ code, message }], messages: [], result: null } };
}

function verifyReply(token: StandInToken | undefined, route: 'user' | 'account'): Reply {
  if (token === undefined || token.owner !== route) return refused(401, 1000, 'Invalid API Token');
  const message = { code: 10_000, message: 'This API Token is valid and active', type: null };
  const { id, status = 'active', notBefore, expiresOn } = token;
  // Left out where the owner set none.
  const limits = { ...(notBefore && { not_before: notBefore }), ...(expiresOn && { expires_on: expiresOn }) };
  return { status: 200, json: { ...WELL, messages: [message], result: { id, status, ...limits } } };
}
