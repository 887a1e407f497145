import { drop } from '../../shared/drop';
import { ask } from '../bridge';

/** Whoever scrolls back at once finds the work still waiting, ms. */
const GRACE_MS = 150;

/** How many tiles look at each thumbnail that has not come yet. */
const looking = new Map<string, number>();
const left = new Set<string>();
let timer: ReturnType<typeof setTimeout> | null = null;

/**
 * Someone waits for a thumbnail; call the answer when they do no longer. `came` tells then whether it has come. When nobody is
 * left, main is told that it need not be made: its protocols do not hear of requests that the page has given up.
 */
export function lookAtThumb(assetId: string, came: () => boolean): () => void {
  looking.set(assetId, (looking.get(assetId) ?? 0) + 1);
  return () => {
    const others = (looking.get(assetId) ?? 1) - 1;
    if (others > 0) looking.set(assetId, others);
    else looking.delete(assetId);
    if (others > 0 || came()) return;
    left.add(assetId);
    timer ??= setTimeout(tell, GRACE_MS);
  };
}

function tell(): void {
  timer = null;
  const assetIds = [...left].filter((assetId) => !looking.has(assetId)).slice(0, 2000);
  left.clear();
  if (assetIds.length > 0) drop(ask('library.forgetThumbnails', { assetIds }));
}
