/** How long an unreachable proxy is skipped where there is another way, as in browsers. */
const PASSED_BY_MS = 5 * 60_000;

/** When they were out of reach, `http://host:port` each. */
const outOfReach = new Map<string, number>();

/** Whether it was out of reach a moment ago. */
export function isPassedBy(proxy: string): boolean {
  return Date.now() - (outOfReach.get(proxy) ?? -Infinity) < PASSED_BY_MS;
}

/** What an attempt at a proxy has shown. */
export function noteReach(proxy: string, isReached: boolean): void {
  if (isReached) outOfReach.delete(proxy);
  else outOfReach.set(proxy, Date.now());
}

/**
 * Opens something by the way that `wayOf` names: a proxy, or null for the straight way. Where that proxy is out of reach it is asked
 * again, and names the next way if there is one.
 */
export async function openByWay<T>(
  wayOf: () => Promise<string | null>,
  open: (proxy: string | null) => Promise<T>,
): Promise<T> {
  const tried = new Set<string>();
  for (let proxy = await wayOf(); ;) {
    try {
      return await open(proxy);
    } catch (error) {
      if (proxy === null || !isPassedBy(proxy)) throw error;
      tried.add(proxy);
      const next = await wayOf();
      if (next !== null && tried.has(next)) throw error;
      proxy = next;
    }
  }
}
