import { type PublicBaseProblem, parsePublicBase } from '../../shared/links';
import { ACCESS_KEY_ID_SHAPE, ACCOUNT_ID_SHAPE, BUCKET_NAME_SHAPE, SECRET_ACCESS_KEY_SHAPE } from '../../shared/r2';
import type { SetupStep } from '../navigation';
import { type AddressProblem, readAddress } from './read-address';
import { cleanKey } from './read-keys';
import type { WizardFields } from './wizard-fields';

export type Problem =
  | AddressProblem
  | PublicBaseProblem
  | 'key-id-length'
  | 'key-id-letters'
  | 'key-id-is-secret'
  | 'secret-length'
  | 'secret-letters'
  | 'secret-is-key-id'
  | 'token-shape'
  | 'token-global-key'
  | 'token-unproven'
  | 'bucket-short'
  | 'bucket-long'
  | 'bucket-upper'
  | 'bucket-letters'
  | 'bucket-ends'
  | 'bucket-address'
  | 'needed';

/** What a field's text is worth, as it is typed. `odd` may be right all the same, and does not stop anyone. */
export type Verdict =
  | { readonly kind: 'empty' }
  | { readonly kind: 'good' }
  | { readonly kind: 'odd'; readonly problem: Problem; readonly length: number }
  | { readonly kind: 'bad'; readonly problem: Problem; readonly length: number };

const EMPTY: Verdict = { kind: 'empty' };
const GOOD: Verdict = { kind: 'good' };

function bad(problem: Problem, length = 0): Verdict {
  return { kind: 'bad', problem, length };
}

function odd(problem: Problem, length = 0): Verdict {
  return { kind: 'odd', problem, length };
}

/** True while the fields mean R2 itself, whose keys and names have known shapes. */
export function meansR2({ endpoint }: WizardFields): boolean {
  return endpoint.trim() === '';
}

export function accountVerdict(fields: WizardFields): Verdict {
  const text = fields.account.trim();
  if (text === '') return EMPTY;
  if (ACCOUNT_ID_SHAPE.test(text.toLowerCase())) return GOOD;
  const read = readAddress(text);
  // A whole address is taken apart on paste, or on Next at the latest.
  return read.kind === 'unclear' ? bad(read.why, text.length) : EMPTY;
}

export function endpointVerdict({ endpoint }: WizardFields): Verdict {
  const read = readAddress(endpoint);
  if (read.kind === 'nothing') return EMPTY;
  if (read.kind === 'unclear') return bad(read.why === 'endpoint-not-https' ? read.why : 'not-an-address');
  return GOOD;
}

export function keyIdVerdict(fields: WizardFields): Verdict {
  const text = cleanKey(fields.accessKeyId);
  if (text === '') return EMPTY;
  if (!meansR2(fields) || ACCESS_KEY_ID_SHAPE.test(text.toLowerCase())) return GOOD;
  if (SECRET_ACCESS_KEY_SHAPE.test(text.toLowerCase())) return bad('key-id-is-secret');
  return text.length === 32 ? bad('key-id-letters') : bad('key-id-length', text.length);
}

export function secretVerdict(fields: WizardFields): Verdict {
  if (fields.secret.kind !== 'typed') return GOOD;
  const text = cleanKey(fields.secret.value);
  if (text === '') return EMPTY;
  if (!meansR2(fields) || SECRET_ACCESS_KEY_SHAPE.test(text.toLowerCase())) return GOOD;
  if (ACCESS_KEY_ID_SHAPE.test(text.toLowerCase())) return bad('secret-is-key-id');
  return text.length === 64 ? odd('secret-letters') : odd('secret-length', text.length);
}

/** True while the keys that stand there are not those of the token: which those are, Cloudflare has yet to say. */
export function awaitsKeys({ apiToken, awaitedTokenId }: WizardFields): boolean {
  return apiToken.kind === 'held' && apiToken.id === awaitedTokenId;
}

/** A typed token counts once Cloudflare has proved it; it then is not `typed` any more. */
export function tokenVerdict(fields: WizardFields): Verdict {
  const { apiToken } = fields;
  // Other stores have none, and no field for it.
  if (apiToken.kind === 'none' || !meansR2(fields)) return EMPTY;
  if (awaitsKeys(fields)) return bad('token-unproven');
  if (apiToken.kind !== 'typed') return GOOD;
  const text = cleanKey(apiToken.value);
  if (text === '') return EMPTY;
  if (text.startsWith('cfk_') || /^[0-9a-f]{37,45}$/.test(text)) return bad('token-global-key');
  return /^[\w-]{40,64}$/.test(text) ? bad('token-unproven') : bad('token-shape');
}

/** True when key ID and secret stand in each other's field. */
export function areKeysSwapped(fields: WizardFields): boolean {
  const keyId = cleanKey(fields.accessKeyId).toLowerCase();
  const secret = fields.secret.kind === 'typed' ? cleanKey(fields.secret.value).toLowerCase() : '';
  return SECRET_ACCESS_KEY_SHAPE.test(keyId) && (secret === '' || ACCESS_KEY_ID_SHAPE.test(secret));
}

export function bucketVerdict(fields: WizardFields): Verdict {
  const text = fields.bucket.trim();
  if (text === '') return EMPTY;
  if (/[/:]/.test(text) || text.includes('.r2.')) return bad('bucket-address');
  // Other stores have rules of their own, with dots and underscores.
  if (!meansR2(fields) || BUCKET_NAME_SHAPE.test(text)) return GOOD;
  if (/[A-Z]/.test(text)) return bad('bucket-upper');
  if (/[^a-z0-9-]/.test(text)) return bad('bucket-letters');
  if (text.startsWith('-') || (text.endsWith('-') && text.length > 3)) return bad('bucket-ends');
  return text.length < 3 ? bad('bucket-short', text.length) : bad('bucket-long', text.length);
}

export function domainVerdict({ publicDomain }: WizardFields): Verdict {
  if (publicDomain.trim() === '') return EMPTY;
  const read = parsePublicBase(publicDomain);
  return read.ok ? GOOD : bad(read.problem);
}

/** The fields of a step with their verdicts, the needed ones told apart; the first that stops is where the focus goes. */
export function stepVerdicts(step: SetupStep, fields: WizardFields): readonly Verdict[] {
  const needed = (verdict: Verdict): Verdict => (verdict.kind === 'empty' ? bad('needed') : verdict);
  switch (step) {
    case 'account':
      return meansR2(fields) ? [needed(accountVerdict(fields))] : [accountVerdict(fields), endpointVerdict(fields)];
    case 'keys':
      return [needed(keyIdVerdict(fields)), needed(secretVerdict(fields)), tokenVerdict(fields)];
    case 'bucket':
      return [needed(bucketVerdict(fields))];
    case 'links':
      return [domainVerdict(fields)];
    case 'check':
      return [];
  }
}

/** True when a step holds all that it needs. */
export function isStepComplete(step: SetupStep, fields: WizardFields): boolean {
  return stepVerdicts(step, fields).every(({ kind }) => kind !== 'bad');
}
