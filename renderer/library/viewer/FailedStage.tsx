import { useEffect } from 'react';
import type { Failure } from '../../../shared/failure';
import { FailureNotice } from '../../ui/FailureNotice';
import { waitToAskAgain } from '../../ui/ask-again';
import type { Trying } from './use-tries';

interface FailedStageProps {
  readonly failure: Failure;
  readonly trying: Pick<Trying, 'tries' | 'again'>;
}

/** Why a file cannot be had just now; it is asked for again at the button, and by itself. */
export function FailedStage({ failure, trying: { tries, again } }: FailedStageProps) {
  useEffect(() => waitToAskAgain(tries, again), [tries, again]);
  return <FailureNotice failure={failure} own={{ retry: again }} />;
}
