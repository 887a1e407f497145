import { expect, it } from 'vitest';
import { estimatedCost } from './generation-cost';

const size = { width: 1024, height: 768 };

it.each([
  [{ kind: 'unknown' } as const, 2, null],
  [{ kind: 'free' } as const, 2, 0],
  [{ kind: 'each', usd: 0.04 } as const, 3, 0.12],
  [{ kind: 'second', usd: 0.1 } as const, 2, 1],
  // Two by two tiles, the lower ones not full, and four steps.
  [{ kind: 'tiles', tileUsd: 0.01, stepUsd: 0.001 } as const, 2, 0.088],
])('%j for %i results costs %s', (price, count, usd) => {
  const cost = estimatedCost(price, { size, steps: 4, seconds: 5, count });
  if (usd === null) expect(cost).toBeNull();
  else expect(cost).toBeCloseTo(usd, 9);
});
