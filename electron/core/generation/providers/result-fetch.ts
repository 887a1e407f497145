import { Readable } from 'node:stream';
import { createReadStream } from 'node:fs';
import { assertNever } from '../../../../shared/assert';
import { fail, failure, FailureError, type FailureCode } from '../../../../shared/failure';
import { isLoopbackHost } from '../../../../shared/links';
import { abortError } from '../../store/abort';
import { failureOfNetwork } from '../../store/network-errors';
import { redact } from '../../store/redact';
import type { WebAnswer } from '../../store/web-fetch';
import type { Address } from '../provider';
import { isAllowedUrl } from '../provider-settings';
import { readStart } from './bounded-fetch';
import { bytesOfData } from './media-links';
import { textOf } from './answer-text';
import { waiting, withoutKey } from './refusals';
import type { Service } from './service';

const MAX_REDIRECTS = 4;
/** ms without an answer after which a result is given up for now. */
const SILENCE = 120_000;

/** Opens a result wherever it lies, following redirects; fails where it cannot be had, in words without the key. */
export async function openResult(place: Address, service: Service, signal: AbortSignal): Promise<Readable> {
  switch (place.kind) {
    case 'file':
      return createReadStream(place.path);
    case 'url':
      return /^data:/i.test(place.url) ? ofDataUrl(place.url, service) : fetched(place.url, service, signal);
    default:
      return assertNever(place);
  }
}

/** In journals of earlier releases such places stand as addresses. */
function ofDataUrl(url: string, { base }: Service): Readable {
  const bytes = bytesOfData(url);
  if (bytes === null) fail('provider-bad-answer', { host: new URL(base).host }, 'The result is no picture.');
  return Readable.from([bytes]);
}

async function fetched(place: string, service: Service, signal: AbortSignal): Promise<Readable> {
  try {
    return await followed(place, service, signal);
  } catch (error) {
    throw withoutKey(error, service.key);
  }
}

async function followed(place: string, service: Service, signal: AbortSignal): Promise<Readable> {
  const from = new URL(`${service.base}/`);
  let url = resultUrl(place, from);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const answer = await asked(url, service, signal);
    if (answer.status === 200) return answer.body;
    const location = answer.headers.get('location');
    if (answer.status < 300 || answer.status > 399 || location === null) {
      const said = textOf(await readStart(answer.body));
      const code = codeOf(answer.status, service.key !== null && isOwn(url, service));
      const detail = redact(`The result could not be fetched. HTTP ${answer.status}: ${said}`);
      const refused = failure(code, { host: url.host, status: answer.status }, detail);
      throw new FailureError(waiting(refused, answer.headers, Date.now()));
    }
    answer.body.destroy();
    url = resultUrl(location, from, url);
  }
  return fail('provider-bad-answer', { host: from.host }, 'The result is behind too many redirects.');
}

/** What proves who asks goes to the service's own origin and nowhere else. */
async function asked(url: URL, service: Service, signal: AbortSignal): Promise<WebAnswer> {
  const { fetch, headers } = service;
  const late = new AbortController();
  // Until it answers: the bytes that follow have a patience of their own.
  const timer = setTimeout(() => late.abort(), SILENCE);
  try {
    const either = AbortSignal.any([signal, late.signal]);
    return await fetch(url, { method: 'GET', headers: isOwn(url, service) ? headers : {}, signal: either });
  } catch (error) {
    if (signal.aborted) throw abortError(signal);
    if (late.signal.aborted) fail('timeout', { host: url.host });
    const network = failureOfNetwork(error, url.host);
    if (network === null) throw error;
    throw new FailureError(failure('provider-unreachable', { host: url.host }, network.detail), { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function isOwn(url: URL, { base }: Service): boolean {
  return url.origin === new URL(base).origin;
}

/** What an address that is out of date says: it is gone for good. Anything else may be better in a while, or with another key. */
const OUT_OF_DATE: ReadonlySet<number> = new Set([400, 401, 403, 404, 410]);

function codeOf(status: number, keyWasSent: boolean): FailureCode {
  if (keyWasSent && (status === 401 || status === 403)) return 'provider-key-refused';
  if (status === 429) return 'rate-limited';
  return status < 400 || OUT_OF_DATE.has(status) ? 'provider-bad-answer' : 'server-error';
}

/** A far-away server may not point the app at services of this machine; one on this machine may. */
function resultUrl(place: string, from: URL, base: URL = from): URL {
  const url = URL.canParse(place, base.href) ? new URL(place, base) : null;
  const inward = url !== null && isLoopbackHost(url.hostname) && !isLoopbackHost(from.hostname);
  if (url === null || inward || !isAllowedUrl(url)) {
    fail('provider-bad-answer', { host: from.host }, 'The address of the result is not one to fetch from.');
  }
  return url;
}
