import { useCallback, useState, useRef } from 'react';
import type { Tries } from '../../ui/ask-again';

/** The tries to show a file. */
export interface Trying {
  /** Counts them. */
  readonly number: number;
  /** When the one before failed, the file could be reached: if this one fails too, it is the file's own fault. */
  readonly last: boolean;
  readonly tries: Tries;
  /** Makes the next try. */
  readonly again: () => void;
  /** Makes the one that decides. */
  readonly onceMore: () => void;
  /** This one has come further than the one before: what stops it now is to be judged anew. */
  readonly cameFurther: () => void;
}

export function useTries(): Trying {
  const [{ number, last }, setTry] = useState({ number: 0, last: false });
  const tries = useRef<Tries>({ byClock: 0 });
  const again = useCallback(() => setTry((before) => ({ number: before.number + 1, last: false })), []);
  const onceMore = useCallback(() => setTry((before) => ({ number: before.number + 1, last: true })), []);
  const cameFurther = useCallback(() => setTry((before) => ({ ...before, last: false })), []);
  return { number, last, tries: tries.current, again, onceMore, cameFurther };
}
