/** How long after it failed, and failed again, a picture is asked for by the clock, ms; then no more. */
const DELAYS_MS = [5_000, 30_000, 120_000] as const;
/** Who comes back to the window sooner than this after it failed is not a reason to ask, ms. */
const REST_MS = 5_000;

/** What outlives the single try. */
export interface Tries {
  byClock: number;
}

/**
 * Calls back when it is time to ask once more for what could not be had: after a while, ever longer; when there is a network again;
 * when someone comes back to the window. Call the answer when nobody waits any more.
 */
export function waitToAskAgain(tries: Tries, again: () => void): () => void {
  const failedAt = performance.now();
  const delay = DELAYS_MS[tries.byClock];
  const onTime = (): void => {
    tries.byClock += 1;
    again();
  };
  const onOnline = (): void => {
    tries.byClock = 0;
    again();
  };
  const onFocus = (): void => {
    if (performance.now() - failedAt >= REST_MS) again();
  };
  const timer = delay === undefined ? undefined : setTimeout(onTime, delay);
  window.addEventListener('online', onOnline);
  window.addEventListener('focus', onFocus);
  return () => {
    clearTimeout(timer);
    window.removeEventListener('online', onOnline);
    window.removeEventListener('focus', onFocus);
  };
}
