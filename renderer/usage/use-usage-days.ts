import { useEffect, useState } from 'react';
import { drop } from '../../shared/drop';
import type { Failure } from '../../shared/failure';
import type { BucketDay } from '../../shared/usage';
import { ask } from '../bridge';
import { useSlice } from '../mirror';

export type UsageDays =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'ready'; readonly days: readonly BucketDay[] }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** The days of a range, asked for again when main has counted on; what was known stays on show meanwhile. */
export function useUsageDays(first: string, last: string): UsageDays {
  const { revision } = useSlice('usage');
  const [known, setKnown] = useState<UsageDays>({ kind: 'waiting' });
  useEffect(() => {
    let wanted = true;
    drop(
      ask('usage.days', { first, last }).then((result) => {
        if (!wanted) return;
        setKnown(result.ok ? { kind: 'ready', days: result.value } : { kind: 'failed', failure: result.failure });
      }),
    );
    return () => {
      wanted = false;
    };
  }, [first, last, revision]);
  return known;
}
