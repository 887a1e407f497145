import type { Page } from '@playwright/test';
import type { Message } from './messages';

/** What came of a message that the page sent. */
export type Reply =
  | { readonly kind: 'value' }
  | { readonly kind: 'failure'; readonly code: string }
  /** It could not be put on the way: the bridge does not carry such a thing. */
  | { readonly kind: 'not-sent' }
  /** What no message may bring about. */
  | { readonly kind: 'broken'; readonly why: string };

/** ms; patience with a busy machine, and with commands that ask a server and wait for it. */
const LIMIT = 120_000;

/**
 * Sends messages through the bridge of a page, so many at one time: when one has its answer the next is sent. No answer may hold one of the secrets; what is thrown by the bridge
 * itself, because a thing cannot be cloned, never reached main.
 */
export async function sendAll(
  page: Page,
  messages: readonly Message[],
  { abreast, secrets }: { readonly abreast: number; readonly secrets: readonly string[] },
): Promise<readonly Reply[]> {
  const packed = messages.map(({ name, input }) => [name, JSON.stringify(pack(input))] as const);
  return page.evaluate(sendInPage, { packed, abreast, secrets, limit: LIMIT });
}

/** As JSON, with a mark (`~`) on what JSON has no words for. */
function pack(value: unknown): unknown {
  if (value === undefined) return { '~': 'undefined' };
  if (typeof value === 'bigint') return { '~': 'bigint', of: String(value) };
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : { '~': 'number', of: Object.is(value, -0) ? '-0' : String(value) };
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return { '~': 'bytes', of: [...value] };
  if (value instanceof Date) return { '~': 'date' };
  if (value instanceof RegExp) return { '~': 'regex', of: value.source };
  if (value instanceof Map) return { '~': 'map', of: [...value].map(([key, field]) => [pack(key), pack(field)]) };
  if (value instanceof Set) return { '~': 'set', of: [...value].map(pack) };
  if (Array.isArray(value)) return Array.from(value, pack);
  return { '~': 'object', of: Object.entries(value).map(([name, field]) => [name, pack(field)]) };
}

interface Sending {
  readonly packed: readonly (readonly [name: string, input: string])[];
  readonly abreast: number;
  readonly secrets: readonly string[];
  readonly limit: number;
}

/** Runs in the page, and so stands by itself. */
async function sendInPage({ packed, abreast, secrets, limit }: Sending): Promise<Reply[]> {
  interface Packed {
    readonly '~': string;
    readonly of: never;
  }
  const unpack = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(unpack);
    const { '~': kind, of } = value as Packed;
    if (kind === 'object') {
      const made = {};
      for (const [name, field] of of as [string, unknown][])
        Object.defineProperty(made, name, {
          value: unpack(field),
          enumerable: true,
          configurable: true,
          writable: true,
        });
      return made;
    }
    if (kind === 'bigint') return BigInt(of);
    if (kind === 'number') return Number(of);
    if (kind === 'bytes') return new Uint8Array(of as number[]);
    if (kind === 'date') return new Date(Number.NaN);
    if (kind === 'regex') return new RegExp(of, 'u');
    if (kind === 'map')
      return new Map((of as [unknown, unknown][]).map(([key, field]) => [unpack(key), unpack(field)]));
    if (kind === 'set') return new Set((of as unknown[]).map(unpack));
    return undefined;
  };
  const flow = Reflect.get(window, 'flow') as { invoke(name: string, input: unknown): Promise<unknown> };
  const judge = (answer: unknown): Reply => {
    const text = JSON.stringify(answer, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    if (secrets.some((secret) => text.includes(secret))) return { kind: 'broken', why: 'a secret is in the answer' };
    const { ok, failure } = answer as { ok?: unknown; failure?: Record<string, unknown> };
    if (ok === true) return { kind: 'value' };
    const typed =
      ok === false &&
      typeof failure?.['code'] === 'string' &&
      typeof failure['retry'] === 'object' &&
      typeof failure['action'] === 'string';
    if (!typed) return { kind: 'broken', why: `an answer that is no result: ${text.slice(0, 200)}` };
    return { kind: 'failure', code: String(failure['code']) };
  };
  const thrown = (error: unknown): Reply => {
    const why = error instanceof Error ? error.message : String(error);
    return why.includes('Error invoking remote method') ? { kind: 'broken', why } : { kind: 'not-sent' };
  };
  const send = async ([name, input]: readonly [string, string]): Promise<Reply> => {
    let timer = 0;
    const late = new Promise<Reply>((resolve) => {
      timer = window.setTimeout(() => resolve({ kind: 'broken', why: `no answer within ${limit} ms` }), limit);
    });
    try {
      return await Promise.race([late, flow.invoke(name, unpack(JSON.parse(input))).then(judge)]);
    } catch (error) {
      return thrown(error);
    } finally {
      window.clearTimeout(timer);
    }
  };
  const replies: Reply[] = [];
  const work = packed.entries();
  const lane = async (): Promise<void> => {
    for (const [index, message] of work) replies[index] = await send(message);
  };
  await Promise.all(Array.from({ length: abreast }, lane));
  return replies;
}
