import type { GenerationInput } from '../../shared/generation';
import { createStore, useStore } from '../ui/store';
import { startGenerating } from './task-actions';

/** Whether the form's order is on its way: a picture to start from may have to come from the bucket first. A look at another screen does not end it. */
const ordering = createStore(false);

export function useOrdering(): boolean {
  return useStore(ordering);
}

/** Sends an order of the form; none while another one is on its way, as each is paid for. */
export async function orderOnce(input: GenerationInput): Promise<void> {
  if (ordering.read()) return;
  ordering.set(true);
  try {
    await startGenerating(input);
  } finally {
    ordering.set(false);
  }
}
