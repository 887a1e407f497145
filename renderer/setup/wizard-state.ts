import { assertNever } from '../../shared/assert';
import type { ConnectionProfile, ImportedConnection, VerifiedToken } from '../../shared/connection';
import { SETUP_STEPS, type SetupStep } from '../navigation';
import { type ReadAddress, readAddress } from './read-address';
import type { WizardFields } from './wizard-fields';
import { areKeysSwapped, isStepComplete, meansR2 } from './verdicts';

export type WizardPage = 'welcome' | 'import' | SetupStep | 'done';

/** The connection that the wizard has kept. */
export interface MadeConnection {
  readonly connectionId: string;
  /** Its check found something that does not work. */
  readonly limited: boolean;
  /** Its public domain has served an object. */
  readonly opens: boolean;
}

export interface WizardState {
  readonly page: WizardPage;
  readonly fields: WizardFields;
  /** The last of the two that was typed in: where both hold something, it is the one that is meant. */
  readonly addressFrom: 'account' | 'endpoint';
  /** The farthest step that was open: those up to it can be gone to at will. */
  readonly farthest: SetupStep | null;
  /** The page on which Next was tried in vain: it then also names what is missing. */
  readonly tried: WizardPage | null;
  /** What a paste was taken apart into, to be told once. */
  readonly takenApart: Extract<ReadAddress, { kind: 'account' }> | null;
  /** The public domain of an import was the S3 API's address and was left out. */
  readonly leftOutDomain: boolean;
  /** Names the held API token that Cloudflare has proved here; null before. */
  readonly provenTokenId: string | null;
  /** null until Done. */
  readonly made: MadeConnection | null;
}

export type WizardEvent =
  | { readonly kind: 'go'; readonly page: WizardPage }
  | { readonly kind: 'next' }
  | { readonly kind: 'back' }
  | { readonly kind: 'type'; readonly fields: Partial<WizardFields> }
  | { readonly kind: 'address'; readonly text: string }
  /** Fills in what a pasted text gave, and stays on the page. */
  | { readonly kind: 'take'; readonly found: ImportedConnection }
  | { readonly kind: 'token'; readonly token: VerifiedToken }
  | { readonly kind: 'swap-keys' }
  | { readonly kind: 'made'; readonly made: MadeConnection }
  | { readonly kind: 'import'; readonly found: ImportedConnection };

const NO_FIELDS: WizardFields = {
  account: '',
  jurisdiction: 'default',
  endpoint: '',
  region: '',
  style: 'path',
  accessKeyId: '',
  secret: { kind: 'typed', value: '' },
  apiToken: { kind: 'none' },
  awaitedTokenId: null,
  bucket: '',
  publicDomain: '',
};

export const NEW_WIZARD: WizardState = {
  page: 'welcome',
  fields: NO_FIELDS,
  addressFrom: 'account',
  farthest: null,
  tried: null,
  takenApart: null,
  leftOutDomain: false,
  provenTokenId: null,
  made: null,
};

/** The wizard on an existing connection, with all of its steps open. */
export function editWizard(profile: ConnectionProfile, step: SetupStep): WizardState {
  const kept = profile.secret === 'stored' || profile.secret === 'session';
  const fields: WizardFields = {
    ...NO_FIELDS,
    ...addressFields(profile.address),
    accessKeyId: profile.accessKeyId,
    secret: kept ? { kind: 'stored', connectionId: profile.id } : { kind: 'typed', value: '' },
    apiToken: profile.apiToken !== 'none' ? { kind: 'stored', connectionId: profile.id } : { kind: 'none' },
    bucket: profile.bucket,
    publicDomain: profile.publicBase ?? '',
  };
  return { ...NEW_WIZARD, page: step, fields, farthest: 'check' };
}

/** The wizard for another bucket with the keys of a connection: only the bucket, and what depends on it, is asked again. */
export function copyWizard(profile: ConnectionProfile): WizardState {
  const { fields, ...state } = editWizard(profile, 'bucket');
  // Sealed as it is it cannot be passed on to another connection.
  const isOpen = profile.apiToken === 'stored' || profile.apiToken === 'session';
  const apiToken = isOpen ? fields.apiToken : ({ kind: 'none' } as const);
  return { ...state, fields: { ...fields, apiToken, bucket: '', publicDomain: '' } };
}

function addressFields(address: ConnectionProfile['address']): Partial<WizardFields> {
  switch (address.kind) {
    case 'r2':
      return { account: address.accountId, jurisdiction: address.jurisdiction, endpoint: '', region: '' };
    case 'endpoint':
      return {
        account: '',
        endpoint: address.endpoint,
        region: address.region === 'auto' ? '' : address.region,
        style: address.style,
      };
    case 'sandbox':
      return {};
    default:
      return assertNever(address);
  }
}

/** The wizard after an event. Nothing that was typed is ever lost by going back and forth. */
export function nextWizard(state: WizardState, event: WizardEvent): WizardState {
  switch (event.kind) {
    case 'go':
      return openPage(leavePage(state), event.page);
    case 'next':
      return goOn(state);
    case 'back':
      return openPage(leavePage(state), pageBefore(state.page));
    case 'type':
      return typeFields(state, event.fields);
    case 'address':
      return typeAddress(state, event.text);
    case 'take':
      return takePaste(state, event.found);
    case 'token':
      return takeToken(state, event.token);
    case 'swap-keys':
      return swapKeys(state);
    case 'import':
      return takeImport(state, event.found);
    case 'made':
      return finished(state, event.made);
    default:
      return assertNever(event);
  }
}

function withFields(state: WizardState, fields: Partial<WizardFields>): WizardState {
  return { ...state, fields: { ...state.fields, ...fields } };
}

/** Who enters keys by hand means those, and not the ones of a token. */
function typeFields(state: WizardState, fields: Partial<WizardFields>): WizardState {
  const hasKeys = fields.accessKeyId !== undefined || fields.secret !== undefined;
  const addressFrom = fields.endpoint === undefined ? state.addressFrom : 'endpoint';
  return { ...withFields(state, hasKeys ? { ...fields, awaitedTokenId: null } : fields), addressFrom };
}

function takeToken(state: WizardState, token: VerifiedToken): WizardState {
  const fields = {
    accessKeyId: token.accessKeyId,
    secret: { kind: 'held', id: token.heldSecretId },
    apiToken: { kind: 'held', id: token.heldTokenId },
    awaitedTokenId: null,
  } as const;
  return { ...withFields(state, fields), provenTokenId: token.heldTokenId };
}

/** What was typed of the keys goes: main has them now. */
function finished(state: WizardState, made: MadeConnection): WizardState {
  const own = { kind: 'stored', connectionId: made.connectionId } as const;
  return { ...withFields(state, { secret: own, apiToken: { kind: 'none' } }), page: 'done', made };
}

function isStep(page: WizardPage): page is SetupStep {
  return page !== 'welcome' && page !== 'import' && page !== 'done';
}

/** The last step is not opened over one that is not complete: there what stands in its fields would be left out of the draft. */
function openPage(state: WizardState, page: WizardPage): WizardState {
  const open = page === 'check' ? SETUP_STEPS.find((step) => !isStepComplete(step, state.fields)) : undefined;
  if (open !== undefined) return { ...openPage(state, open), tried: open };
  const reached = state.farthest === null ? -1 : SETUP_STEPS.indexOf(state.farthest);
  const farthest = isStep(page) && SETUP_STEPS.indexOf(page) > reached ? page : state.farthest;
  return { ...state, page, farthest, tried: null };
}

function pageBefore(page: WizardPage): WizardPage {
  if (!isStep(page)) return 'welcome';
  return SETUP_STEPS[SETUP_STEPS.indexOf(page) - 1] ?? 'welcome';
}

function goOn(before: WizardState): WizardState {
  const { page } = before;
  if (!isStep(page)) return before;
  const state = leavePage(before);
  if (!isStepComplete(page, state.fields)) return { ...state, tried: page };
  const following = SETUP_STEPS[SETUP_STEPS.indexOf(page) + 1];
  return following === undefined ? state : openPage(state, following);
}

/** More characters at once than a person types: pasted. */
const PASTED = 8;

/** A whole address is taken apart when it is pasted, not while it is typed: half of one may look like another. */
function typeAddress(state: WizardState, text: string): WizardState {
  const typed: WizardState = { ...withFields(state, { account: text }), addressFrom: 'account', takenApart: null };
  return text.length - state.fields.account.length > PASTED ? takeAddressApart(typed) : typed;
}

/** No other page shows the two fields of an address: which of them is meant is settled before. */
function leavePage(state: WizardState): WizardState {
  return state.page === 'account' ? takeAddressApart(state) : state;
}

/** What was typed in the one field of an address, or stands in it alone, goes to the fields it speaks of, in place of what was there. */
function takeAddressApart(state: WizardState): WizardState {
  const { fields } = state;
  const read = readAddress(meantAddress(state));
  if (read.kind === 'endpoint') return withFields(state, { account: '', endpoint: read.endpoint });
  if (read.kind !== 'account') return state;
  const found = {
    account: read.accountId,
    endpoint: '',
    jurisdiction: read.jurisdiction ?? fields.jurisdiction,
    bucket: read.bucket ?? fields.bucket,
  };
  // An ID stays in its field: nothing was taken apart.
  return { ...withFields(state, found), takenApart: read.from === 'id' ? state.takenApart : read };
}

function meantAddress({ fields: { account, endpoint }, addressFrom }: WizardState): string {
  const [meant, other] = addressFrom === 'account' ? [account, endpoint] : [endpoint, account];
  return meant.trim() === '' ? other : meant;
}

function swapKeys(state: WizardState): WizardState {
  const { accessKeyId, secret } = state.fields;
  if (secret.kind !== 'typed' || !areKeysSwapped(state.fields)) return state;
  return withFields(state, { accessKeyId: secret.value, secret: { kind: 'typed', value: accessKeyId } });
}

/** The fields with what was found; what was not found stays as it is. */
function fieldsWith(fields: WizardFields, found: ImportedConnection): WizardFields {
  const filled = { ...fields, ...fieldsOf(found) };
  if (found.accessKeyId !== null && found.heldSecretId !== null) return { ...filled, awaitedTokenId: null };
  if (found.heldTokenId === null || !meansR2(filled)) return filled;
  // The keys that stand there are of another token. Cloudflare is asked for those of this one, and may refuse it: until then they stay.
  const { accessKeyId, secret } = fields;
  return { ...filled, accessKeyId, secret, awaitedTokenId: accessKeyId === '' ? null : found.heldTokenId };
}

function fieldsOf(found: ImportedConnection): Partial<WizardFields> {
  const { address, bucket, publicBase, accessKeyId, heldSecretId, heldTokenId } = found;
  return {
    ...(address === null ? {} : addressFields(address)),
    ...(bucket === null ? {} : { bucket }),
    ...(publicBase === null ? {} : { publicDomain: publicBase }),
    ...(accessKeyId === null ? {} : { accessKeyId }),
    ...(heldSecretId === null ? {} : { secret: { kind: 'held', id: heldSecretId } as const }),
    ...(heldTokenId === null ? {} : { apiToken: { kind: 'held', id: heldTokenId } as const }),
  };
}

function leftOutDomain(found: ImportedConnection): boolean {
  return found.warnings.includes('public-domain-is-s3-endpoint');
}

/** The account's endpoints are all on the page that a token is copied from: which of them is meant is not said there. */
function takePaste(before: WizardState, found: ImportedConnection): WizardState {
  const { account, jurisdiction } = before.fields;
  const filled = fieldsWith(before.fields, found);
  const isUnsure = found.warnings.includes('two-jurisdictions') && filled.account === account.trim().toLowerCase();
  const fields = isUnsure ? { ...filled, jurisdiction } : filled;
  return { ...before, fields, leftOutDomain: leftOutDomain(found) };
}

/** Fills in what an import found, and opens the first step that still needs something. */
function takeImport(before: WizardState, found: ImportedConnection): WizardState {
  const isLeftOut = leftOutDomain(found);
  // Another account's, or other keys: what stood there is of no use with them.
  const isAnother = found.address !== null || found.accessKeyId !== null;
  const fields = fieldsWith(isAnother ? NO_FIELDS : before.fields, found);
  const state = { ...before, fields, leftOutDomain: isLeftOut };
  const open = (step: SetupStep): boolean =>
    !isStepComplete(step, state.fields) || (step === 'links' && isLeftOut) || step === 'check';
  return openPage(state, SETUP_STEPS.find(open) ?? 'check');
}
