import type { Failure } from '../../shared/failure';
import { FailureNotice } from '../ui/FailureNotice';
import { mendingStep } from '../ui/mending-step';
import { useWizard } from './wizard-context';

interface WizardFailureProps {
  readonly failure: Failure;
  readonly retry: () => void;
}

/**
 * A failure on a page of the wizard. What is to be mended of a connection is mended here, in the one that is being made: elsewhere the
 * button opens the wizard on the bucket that is open, and all that was typed would be gone.
 */
export function WizardFailure({ failure, retry }: WizardFailureProps) {
  const { state, send } = useWizard();
  const step = mendingStep(failure);
  // The way to Cloudflare's own address, which nobody has typed, is only to be tried again.
  const leads = step !== null && step !== 'account' && step !== state.page;
  const shown: Failure = failure.action === 'edit-connection' && !leads ? { ...failure, action: 'retry' } : failure;
  const mend = (): void => send({ kind: 'go', page: step ?? 'account' });
  return <FailureNotice failure={shown} own={{ retry, 'edit-connection': mend }} />;
}
