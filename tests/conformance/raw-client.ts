import { createHash, createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import type { Agent, IncomingHttpHeaders } from 'node:http';
import type { Running } from './target';

export interface RawRequest {
  readonly method?: string;
  /** As it goes over the wire, below the endpoint, query and all. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Without it, the body's SHA-256. */
  readonly payloadHash?: string;
  readonly date?: Date;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly agent?: Agent;
  /** Last word on the headers as sent, after signing; undefined takes one away. */
  readonly spoil?: (headers: Record<string, string>) => Record<string, string>;
}

export interface RawReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** Signs by hand, so that a test can sign what no SDK would. The path and the query must be in canonical form. */
export function sign(running: Running, raw: RawRequest, url: URL): Record<string, string> {
  const amzDate = (raw.date ?? new Date()).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = amzDate.slice(0, 8);
  const payload = raw.payloadHash ?? sha256(raw.body ?? '');
  const headers: Record<string, string> = {
    ...raw.headers,
    host: url.host,
    'x-amz-content-sha256': payload,
    'x-amz-date': amzDate,
  };
  const names = Object.keys(headers).sort();
  const [path = '', query = ''] = (new URL(running.endpoint).pathname.replace(/\/$/, '') + raw.path).split('?');
  const canonical = [
    raw.method ?? 'GET',
    path,
    query,
    ...names.map((name) => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    payload,
  ].join('\n');
  const scope = `${day}/auto/s3/aws4_request`;
  const secret = raw.secretAccessKey ?? running.secretAccessKey;
  const key = ['auto', 's3', 'aws4_request'].reduce(hmac, hmac(`AWS4${secret}`, day));
  const signature = hmac(key, `AWS4-HMAC-SHA256\n${amzDate}\n${scope}\n${sha256(canonical)}`).toString('hex');
  const credential = `${raw.accessKeyId ?? running.accessKeyId}/${scope}`;
  const signed = names.join(';');
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signed}, Signature=${signature}`;
  return { ...headers, authorization };
}

/** Sends a request as it stands: no path normalising, no header of its own but the length. */
export function send(origin: string, raw: RawRequest, headers: Readonly<Record<string, string>>): Promise<RawReply> {
  const { hostname, port, pathname } = new URL(origin);
  const path = pathname.replace(/\/$/, '') + raw.path;
  const { method = 'GET', agent } = raw;
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ hostname, port, path, method, agent, headers, setHost: false }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.on('error', reject);
      reply.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text });
      });
    });
    sent.on('error', reject);
    sent.end(raw.body);
  });
}

export function sendSigned(running: Running, raw: RawRequest): Promise<RawReply> {
  const body = raw.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(raw.body)) };
  const signed = { ...body, ...sign(running, raw, new URL(running.endpoint)) };
  return send(running.endpoint, raw, raw.spoil?.(signed) ?? signed);
}

const unescape = (text: string): string =>
  text.replace(/&(lt|gt|quot|apos|amp);/g, (_all, name: 'lt' | 'gt' | 'quot' | 'apos' | 'amp') => {
    return { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }[name];
  });

/** Status, code and text of an error reply, or the status alone of another. */
export function errorOf(reply: RawReply): { status: number; code?: string; message?: string } {
  const match = /^<\?xml version="1\.0" encoding="UTF-8"\?><Error><Code>(\w+)<\/Code><Message>([^<]*)<\/Message>/.exec(
    reply.text,
  );
  if (match === null) return { status: reply.status };
  return { status: reply.status, code: match[1] ?? '', message: unescape(match[2] ?? '') };
}
