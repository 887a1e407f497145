import { failure, FailureError } from '../../../shared/failure';
import { abortError } from '../store/abort';
import { failureOfNetwork } from '../store/network-errors';
import type { WebAnswer, WebFetch } from '../store/web-fetch';
import type { Passed } from './check';

/** Beyond it signed requests are refused; AWS's tolerance, R2 does not tell its own. */
const CLOCK_TOLERANCE_MS = 15 * 60_000;
/** A website that no rule names: what it may read, any may. */
const STRANGER = 'https://example.com';

/** Whether the scripts of any website may read what stands at a public address (`anyone` 1 or 0); neither is a failure. */
export async function readCors(url: string, fetch: WebFetch, signal: AbortSignal): Promise<Passed<null>> {
  const headers = { origin: STRANGER, range: 'bytes=0-0' };
  const answer = await ask(new URL(url), headers, fetch, signal);
  const allowed = answer.headers.get('access-control-allow-origin');
  return { value: null, facts: { anyone: allowed === '*' || allowed === STRANGER ? 1 : 0 } };
}

/** How far the clock here is from the server's, in seconds; fails with `clock-skew`. The server's tells whole seconds. */
export async function compareClocks(
  endpoint: string,
  fetch: WebFetch,
  now: () => number,
  signal: AbortSignal,
): Promise<Passed<null>> {
  const url = new URL(endpoint);
  const asked = now();
  const { headers } = await ask(url, {}, fetch, signal);
  const ours = (asked + now()) / 2;
  const theirs = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(theirs))
    throw new FailureError(failure('unexpected-reply', { host: url.host }, 'The answer has no Date'));
  const off = Math.abs(ours - theirs - 500);
  if (off <= CLOCK_TOLERANCE_MS) return { value: null, facts: { seconds: Math.round(off / 1000) } };
  throw new FailureError(failure('clock-skew', { host: url.host, minutes: Math.round(off / 60_000) }));
}

/** Asks for the head of an answer; no redirect is followed. */
async function ask(
  url: URL,
  headers: Readonly<Record<string, string>>,
  fetch: WebFetch,
  signal: AbortSignal,
): Promise<WebAnswer> {
  try {
    const answer = await fetch(url, { method: 'GET', headers, signal });
    answer.body.destroy();
    return answer;
  } catch (error) {
    if (signal.aborted) throw abortError(signal);
    const cause = failureOfNetwork(error, url.host);
    throw cause === null ? error : new FailureError(cause);
  }
}
