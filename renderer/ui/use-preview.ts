import { useEffect, useState } from 'react';
import { drop } from '../../shared/drop';
import type { Failure } from '../../shared/failure';
import type { Result } from '../../shared/result';

/** How long typing must rest before a preview is made again. */
const REST_MS = 200;

export interface Preview<Shown> {
  /** The last one that was read; it stays on show while the next is. */
  readonly shown: Shown | null;
  readonly failure: Failure | null;
  readonly reading: boolean;
}

/** What something comes to before it is done; read again whenever `read` is another function. */
export function usePreview<Shown>(read: () => Promise<Result<Shown>>): Preview<Shown> {
  const [state, setState] = useState<Preview<Shown>>({ shown: null, failure: null, reading: true });
  useEffect(() => {
    let outdated = false;
    const take = async (): Promise<void> => {
      const result = await read();
      if (outdated) return;
      if (result.ok) setState({ shown: result.value, failure: null, reading: false });
      else setState({ shown: null, failure: result.failure, reading: false });
    };
    setState((before) => ({ ...before, reading: true }));
    const timer = setTimeout(() => drop(take()), REST_MS);
    return () => {
      outdated = true;
      clearTimeout(timer);
    };
  }, [read]);
  return state;
}
