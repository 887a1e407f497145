import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Protocol, ProtocolRequest, ProtocolResponse } from 'electron';
import type { Asked, Reply } from '../core/reply';
import { handleScheme } from './scheme';

type Handler = Parameters<Protocol['registerStreamProtocol']>[1];

const bugs: unknown[] = [];
const heard = (reason: unknown): void => void bugs.push(reason);
beforeEach(() => {
  bugs.length = 0;
  process.on('unhandledRejection', heard);
});
afterEach(() => void process.off('unhandledRejection', heard));

/** Asks as Electron does: with a function that takes the one answer. */
async function ask(answer: (asked: Asked) => Promise<Reply>, request: Partial<ProtocolRequest> = {}) {
  let handler: Handler | null = null;
  const target = { registerStreamProtocol: (_scheme: string, taken: Handler) => (handler = taken) };
  handleScheme(target as unknown as Protocol, 'media', answer);
  const replies: (NodeJS.ReadableStream | ProtocolResponse)[] = [];
  const whole = { url: 'media://x/', method: 'GET', headers: {}, referrer: '', ...request };
  (handler as Handler | null)?.(whole as ProtocolRequest, (reply) => void replies.push(reply));
  await vi.waitFor(() => expect(replies).toHaveLength(1));
  return replies[0] as ProtocolResponse;
}

async function bytesOf(data: ProtocolResponse['data']): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of data as unknown as Readable) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

it.each([
  [null, ''],
  [new Uint8Array(), ''],
  [Buffer.from('picture'), 'picture'],
  [Readable.from([Buffer.from('pic'), Buffer.from('ture')]), 'picture'],
])('answers with what is there, %#', async (body, bytes) => {
  const reply = await ask(async () => ({ status: 206, headers: { 'Content-Type': 'image/png' }, body }));
  expect(reply).toMatchObject({ statusCode: 206, headers: { 'Content-Type': 'image/png' } });
  expect(await bytesOf(reply.data)).toBe(bytes);
});

it('hands on what is asked for, and which part of it', async () => {
  const answer = vi.fn(async () => ({ status: 404, headers: {}, body: null }));
  await ask(answer, { method: 'HEAD', headers: { RANGE: 'bytes=1-2' } });
  expect(answer).toHaveBeenCalledWith({ url: 'media://x/', method: 'HEAD', range: 'bytes=1-2' });
});

it.each([
  ['at once', () => new URL('no address') as never],
  ['later', () => Promise.reject(new TypeError('a bug'))],
])('a bug that is thrown %s ends the request, and is heard of', async (_when, answer) => {
  expect(await ask(answer)).toEqual({ error: -2 });
  await vi.waitFor(() => expect(bugs).toHaveLength(1));
});
