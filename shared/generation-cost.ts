import type { PictureSize, Price } from './generation';

/** Of which month the prices are that stand with the models in electron/core/generation/providers: the oldest of them. */
export const GENERATION_PRICES_OF = '2025-03';

/** What results are asked for with, as far as it decides about what they cost. */
export interface CostFacts {
  readonly size: PictureSize;
  /** 0 where the model counts none. */
  readonly steps: number;
  /** 0 for pictures. */
  readonly seconds: number;
  readonly count: number;
}

const TILE = 512;

/** US dollars for all results together; null where no price is known. An estimate: what the provider bills is what counts. */
export function estimatedCost(price: Price, { size, steps, seconds, count }: CostFacts): number | null {
  switch (price.kind) {
    case 'unknown':
      return null;
    case 'free':
      return 0;
    case 'each':
      return price.usd * count;
    case 'second':
      return price.usd * seconds * count;
    case 'tiles': {
      // As developers.cloudflare.com/workers-ai/platform/pricing counts: tiles begun, and steps beside them.
      const tiles = Math.ceil(size.width / TILE) * Math.ceil(size.height / TILE);
      return (tiles * price.tileUsd + steps * price.stepUsd) * count;
    }
  }
}
