import { useEffect, useRef, useState } from 'react';
import type { Failure } from '../../shared/failure';
import type { Result } from '../../shared/result';
import { drop } from '../../shared/drop';

export type Answer<T> =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly failure: Failure };

const WAITING = { kind: 'waiting' } as const;

/** Asks when `name` has stayed the same for a moment, so that walking over a hundred tiles asks about the last. Null asks nothing. */
export function useAnswer<T>(name: string | null, ask: () => Promise<Result<T>>, delay = 120): Answer<T> {
  const [known, setKnown] = useState<{ readonly name: string | null; readonly answer: Answer<T> }>({
    name: null,
    answer: WAITING,
  });
  // `name` says what is asked; the function is a new one with each render.
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    if (name === null) return;
    let wanted = true;
    const timer = setTimeout(() => {
      drop(
        latest.current().then((result) => {
          if (!wanted) return;
          const answer: Answer<T> = result.ok
            ? { kind: 'ready', value: result.value }
            : { kind: 'failed', failure: result.failure };
          setKnown({ name, answer });
        }),
      );
    }, delay);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [name, delay]);
  return known.name === name ? known.answer : WAITING;
}
