/** One file of a plan, by the identities of its keys. */
export interface Step {
  readonly from: string;
  readonly to: string;
}

export interface Ordered<S extends Step> {
  /** Each comes after the one that has to leave its new name first. */
  readonly steps: readonly S[];
  /** Of these, those whose new name another has at first. */
  readonly waiting: ReadonlySet<S>;
  /** They would take each other's names in a ring, so that none can be first. */
  readonly rings: ReadonlySet<S>;
}

/** Puts renames into an order in which no name is taken by one that is still to go: `1 → 2` after `2 → 3`. No two may have one `to`. */
export function inOrder<S extends Step>(all: readonly S[]): Ordered<S> {
  const leaving = new Map(all.map((step) => [step.from, step]));
  const steps: S[] = [];
  const waiting = new Set<S>();
  const rings = new Set<S>();
  const done = new Set<S>();
  for (const first of all) {
    // Along the chain to its end, then back: the last can go at once, and makes room for the one before.
    const chain: S[] = [];
    const inChain = new Set<S>();
    let step: S | undefined = first;
    while (step !== undefined && !done.has(step) && !inChain.has(step)) {
      chain.push(step);
      inChain.add(step);
      step = leaving.get(step.to);
    }
    const ringFrom = step !== undefined && inChain.has(step) ? chain.indexOf(step) : chain.length;
    for (const [index, one] of [...chain.entries()].reverse()) {
      done.add(one);
      const next = leaving.get(one.to);
      // What waits for a ring has no room made for it either.
      if (index >= ringFrom || (next !== undefined && rings.has(next))) rings.add(one);
      else {
        if (next !== undefined) waiting.add(one);
        steps.push(one);
      }
    }
  }
  return { steps, waiting, rings };
}
