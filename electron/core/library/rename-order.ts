/** One file of a plan, by the identities of its keys. */
export interface Step {
  readonly from: string;
  readonly to: string;
}

export interface Leg<S extends Step> {
  readonly step: S;
  /** `aside` and `home`: to a name in between, and from there to the new one, once all others of its ring have gone. */
  readonly kind: 'whole' | 'aside' | 'home';
  /** Another file has the new name at first. */
  readonly waits: boolean;
}

/**
 * Puts renames into an order in which no name is taken by one that is still to go: `1 → 2` after `2 → 3`. Of those that would
 * take each other's names in a ring, one goes aside first. No two may have one `to`.
 */
export function inOrder<S extends Step>(all: readonly S[]): readonly Leg<S>[] {
  const leaving = new Map(all.map((step) => [step.from, step]));
  const legs: Leg<S>[] = [];
  const done = new Set<S>();
  for (const first of all) {
    // Along the chain to its end, then back: the last can go at once, and makes room for the one before.
    const chain: S[] = [];
    let step: S | undefined = first;
    while (step !== undefined && !done.has(step)) {
      chain.push(step);
      done.add(step);
      step = leaving.get(step.to);
    }
    // Nobody else wants the name of one in a ring, so that a chain that comes back comes back to where it began.
    const isRing = chain.length > 0 && step === first;
    if (isRing) legs.push({ step: first, kind: 'aside', waits: false });
    for (const one of chain.reverse()) {
      const kind = isRing && one === first ? 'home' : 'whole';
      legs.push({ step: one, kind, waits: leaving.has(one.to) });
    }
  }
  return legs;
}
