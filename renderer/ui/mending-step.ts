import type { Failure, FailureCode } from '../../shared/failure';
import type { SetupStep } from '../navigation';

const STEPS: Partial<Record<FailureCode, SetupStep>> = {
  'host-not-found': 'account',
  'connection-refused': 'account',
  'not-an-s3-server': 'account',
  tls: 'account',
  'invalid-input': 'account',
  'key-id-shape': 'keys',
  'unknown-key': 'keys',
  'wrong-secret': 'keys',
  'access-denied': 'keys',
  'api-token-refused': 'keys',
  'api-token-inactive': 'keys',
  'api-token-permission': 'keys',
  'api-token-missing': 'keys',
  'secrets-unreadable': 'keys',
  'secrets-unavailable': 'keys',
  'other-jurisdiction': 'account',
  'no-such-bucket': 'bucket',
  'invalid-bucket-name': 'bucket',
  'public-base-missing': 'links',
  'public-base-is-s3-endpoint': 'links',
  'not-public': 'links',
};

const FIELD_STEPS: Readonly<Record<string, SetupStep>> = { secret: 'keys', publicBase: 'links' };

/** The step of the wizard on which the cause of a failure can be mended; null when it lies elsewhere. */
export function mendingStep({ code, params }: Failure): SetupStep | null {
  const field = params['field'];
  const named = code === 'invalid-input' && typeof field === 'string' ? FIELD_STEPS[field] : undefined;
  return named ?? STEPS[code] ?? null;
}
