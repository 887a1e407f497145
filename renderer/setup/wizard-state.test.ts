import { describe, expect, it } from 'vitest';
import type { ConnectionProfile, ImportedConnection } from '../../shared/connection';
import { cloudflareOf, draftOf } from './wizard-draft';
import { copyWizard, editWizard, NEW_WIZARD, nextWizard, type WizardEvent, type WizardState } from './wizard-state';

const ACCOUNT = '0d2c4f6a8b1e3d5c7f9a0b2c4d6e91fa';
const KEY_ID = '5a1f00d2c4f6a8b1e3d5c7f9a0b2c4d6';
const SECRET = 'ab'.repeat(32);

function after(start: WizardState, ...events: readonly WizardEvent[]): WizardState {
  return events.reduce(nextWizard, start);
}

const next = { kind: 'next' } as const;
const back = { kind: 'back' } as const;
const type = (fields: Partial<WizardState['fields']>): WizardEvent => ({ kind: 'type', fields });

const ATTACHED: readonly WizardEvent[] = [
  { kind: 'go', page: 'account' },
  { kind: 'address', text: ACCOUNT },
  next,
  type({ accessKeyId: KEY_ID, secret: { kind: 'typed', value: SECRET } }),
  next,
  type({ bucket: 'media' }),
  next,
];

const FOUND: ImportedConnection = {
  address: { kind: 'r2', accountId: ACCOUNT, jurisdiction: 'eu' },
  bucket: 'media',
  publicBase: 'https://media.example.com',
  accessKeyId: KEY_ID,
  heldSecretId: 'h1',
  heldTokenId: null,
  name: null,
  parts: [],
  warnings: [],
};

const PROFILE: ConnectionProfile = {
  id: 'c1',
  name: 'media',
  address: { kind: 'endpoint', endpoint: 'https://s3.example.com', region: 'eu-1', style: 'path' },
  bucket: 'media',
  publicBase: null,
  publicDomains: [],
  accessKeyId: 'me',
  secret: 'stored',
  apiToken: 'none',
  rights: { write: null, delete: null, listBuckets: null },
  createdAt: 0,
  keysSince: 0,
  keysRemindedAt: null,
  keysTerm: null,
  apiTokenTerm: null,
  reachAccepted: false,
};

describe('the wizard', () => {
  it('walks the steps, and loses nothing on the way back and forth', () => {
    const there = after(NEW_WIZARD, ...ATTACHED);
    expect(there.page).toBe('links');
    const again = after(there, back, back, back, next, next, next);
    expect(again.fields).toEqual(there.fields);
    expect(again.page).toBe('links');
    expect(again.farthest).toBe('links');
  });

  it('stays where something is missing, and says so', () => {
    const stopped = after(NEW_WIZARD, { kind: 'go', page: 'account' }, next);
    expect(stopped).toMatchObject({ page: 'account', tried: 'account' });
    expect(after(stopped, back).tried).toBeNull();
  });

  it('does not come to its last step over one that is not right, whichever way', () => {
    const check = { kind: 'go', page: 'check' } as const;
    const links = after(editWizard(PROFILE, 'links'), type({ publicDomain: 'https://' }));
    expect(after(links, check)).toMatchObject({ page: 'links', tried: 'links', fields: { publicDomain: 'https://' } });
    const typed = type({ apiToken: { kind: 'typed', value: 'x'.repeat(40) } });
    const r2 = { ...PROFILE, address: { kind: 'r2', accountId: ACCOUNT, jurisdiction: 'default' } } as const;
    const keys = after(editWizard(r2, 'keys'), typed);
    expect(after(keys, check)).toMatchObject({ page: 'keys', tried: 'keys' });
    expect(after(keys, { kind: 'go', page: 'links' }, next)).toMatchObject({ page: 'keys', tried: 'keys' });
    expect(after(editWizard(PROFILE, 'links'), check).page).toBe('check');
  });

  it('takes an address apart too when another step is gone to', () => {
    const endpoint = `https://${ACCOUNT}.eu.r2.cloudflarestorage.com`;
    const typing = after(editWizard(PROFILE, 'account'), type({ endpoint }));
    expect(after(typing, { kind: 'go', page: 'check' })).toMatchObject({
      page: 'keys',
      fields: { account: ACCOUNT, jurisdiction: 'eu', endpoint: '' },
    });
  });

  it('takes a pasted dashboard address apart', () => {
    const text = `https://dash.cloudflare.com/${ACCOUNT}/r2/eu/buckets/media`;
    const { fields, takenApart } = after(NEW_WIZARD, { kind: 'address', text });
    expect(fields).toMatchObject({ account: ACCOUNT, jurisdiction: 'eu', bucket: 'media' });
    expect(takenApart?.from).toBe('dashboard');
  });

  it('leaves an address alone while it is typed, and takes it apart on Next', () => {
    const letters = 'https://s3.example.com'.split('');
    const typing = letters.map((_, index): WizardEvent => ({
      kind: 'address',
      text: letters.slice(0, index + 1).join(''),
    }));
    const typed = after(NEW_WIZARD, { kind: 'go', page: 'account' }, ...typing);
    expect(typed.fields).toMatchObject({ account: 'https://s3.example.com', endpoint: '' });
    const gone = after(typed, next);
    expect(gone).toMatchObject({ page: 'keys', fields: { account: '', endpoint: 'https://s3.example.com' } });
  });

  describe('where an endpoint stands under Advanced', () => {
    const endpoint = 'https://s3.example.com';
    const there = after(NEW_WIZARD, { kind: 'go', page: 'account' }, type({ endpoint }));
    const typed = (text: string): readonly WizardEvent[] =>
      text.split('').map((_, index) => ({ kind: 'address', text: text.slice(0, index + 1) }));

    it.each([
      [ACCOUNT, { jurisdiction: 'default', bucket: '' }],
      [`https://${ACCOUNT}.eu.r2.cloudflarestorage.com`, { jurisdiction: 'eu', bucket: '' }],
      [`https://dash.cloudflare.com/${ACCOUNT}/r2/eu/buckets/media`, { jurisdiction: 'eu', bucket: 'media' }],
    ])('takes the account in its place: %s', (text, more) => {
      const meant = { account: ACCOUNT, endpoint: '', ...more };
      expect(after(there, { kind: 'address', text }).fields).toMatchObject(meant);
      expect(after(there, ...typed(text), next)).toMatchObject({ page: 'keys', fields: meant });
      expect(after(there, ...typed(text), back).fields).toMatchObject(meant);
    });

    it('takes another endpoint in its place', () => {
      const text = 'https://other.example.com';
      const meant = { account: '', endpoint: text };
      expect(after(there, { kind: 'address', text }).fields).toMatchObject(meant);
      expect(after(there, ...typed(text), next)).toMatchObject({ page: 'keys', fields: meant });
    });

    it('stops at an account that cannot be right, and goes on without one', () => {
      const wrong = after(there, { kind: 'address', text: ACCOUNT.slice(1) });
      expect(wrong.fields).toMatchObject({ account: ACCOUNT.slice(1), endpoint });
      expect(after(wrong, next)).toMatchObject({ page: 'account', tried: 'account' });
      const gone = after(wrong, { kind: 'address', text: '' }, next);
      expect(gone).toMatchObject({ page: 'keys', fields: { account: '', endpoint } });
    });

    it('leaves it there when it was typed after the account', () => {
      const account = after(NEW_WIZARD, { kind: 'go', page: 'account' }, { kind: 'address', text: ACCOUNT });
      const meant = { page: 'keys', fields: { account: '', endpoint } };
      expect(after(account, type({ endpoint }), next)).toMatchObject(meant);
      expect(after(account, { kind: 'address', text: 'half' }, type({ endpoint }), next)).toMatchObject(meant);
      expect(after(account, type({ endpoint }), type({ endpoint: '' }), next).fields).toMatchObject({
        account: ACCOUNT,
        endpoint: '',
      });
      const address = { kind: 'endpoint', endpoint, region: 'auto', style: 'path' } as const;
      const found = { ...FOUND, address, publicBase: null };
      const taken = after(account, { kind: 'take', found });
      expect(after(taken, { kind: 'go', page: 'account' }, next)).toMatchObject(meant);
    });
  });

  it('turns R2’s own endpoint under Advanced into the account', () => {
    const endpoint = `https://${ACCOUNT}.eu.r2.cloudflarestorage.com`;
    const { fields } = after(NEW_WIZARD, { kind: 'go', page: 'account' }, type({ endpoint }), next);
    expect(fields).toMatchObject({ account: ACCOUNT, jurisdiction: 'eu', endpoint: '' });
  });

  it('puts swapped keys right', () => {
    const wrong = type({ accessKeyId: SECRET, secret: { kind: 'typed', value: KEY_ID } });
    const { fields } = after(NEW_WIZARD, wrong, { kind: 'swap-keys' });
    expect(fields).toMatchObject({ accessKeyId: KEY_ID, secret: { kind: 'typed', value: SECRET } });
  });

  it('goes on from an import where something is open', () => {
    const page = (found: Partial<ImportedConnection>): string =>
      after(NEW_WIZARD, { kind: 'import', found: { ...FOUND, ...found } }).page;
    expect(page({})).toBe('check');
    expect(page({ heldSecretId: null })).toBe('keys');
    expect(page({ bucket: null })).toBe('bucket');
    expect(page({ address: null })).toBe('account');
    expect(page({ publicBase: null })).toBe('check');
    expect(page({ publicBase: null, warnings: ['public-domain-is-s3-endpoint'] })).toBe('links');
  });
});

describe('an API token', () => {
  const token = { accessKeyId: KEY_ID, heldSecretId: 's1', heldTokenId: 't1', term: { from: null, until: null } };
  const onKeys = after(NEW_WIZARD, { kind: 'go', page: 'account' }, { kind: 'address', text: ACCOUNT }, next);

  it('that is not proved yet stops nobody for longer than it stands there', () => {
    const keys = type({ accessKeyId: KEY_ID, secret: { kind: 'typed', value: SECRET } });
    const typed = type({ apiToken: { kind: 'typed', value: 'x'.repeat(40) } });
    expect(after(onKeys, keys, typed, next)).toMatchObject({ page: 'keys', tried: 'keys' });
    expect(after(onKeys, keys, typed, type({ apiToken: { kind: 'typed', value: '' } }), next).page).toBe('bucket');
  });

  it('once proved gives both keys', () => {
    const proved = after(
      onKeys,
      type({ apiToken: { kind: 'typed', value: 'x'.repeat(40) } }),
      { kind: 'token', token },
      next,
    );
    expect(proved.page).toBe('bucket');
    expect(draftOf(proved.fields)).toMatchObject({
      accessKeyId: KEY_ID,
      secret: { kind: 'held', id: 's1' },
      apiToken: { kind: 'held', id: 't1' },
    });
    expect(cloudflareOf(proved.fields)).toEqual({ token: { kind: 'held', id: 't1' }, accountId: ACCOUNT });
    expect(cloudflareOf({ ...proved.fields, endpoint: 'https://s3.example.com' })).toBeNull();
  });

  it('alone in an import leads to where it is proved', () => {
    const alone = { ...FOUND, heldSecretId: null, accessKeyId: null, heldTokenId: 't1' };
    expect(after(NEW_WIZARD, { kind: 'import', found: alone })).toMatchObject({
      page: 'keys',
      fields: { apiToken: { kind: 'held', id: 't1' } },
    });
  });
});

describe('what a paste gave', () => {
  const BARE = { ...FOUND, address: null, bucket: null, publicBase: null, accessKeyId: null, heldSecretId: null };
  const keys = type({ accessKeyId: KEY_ID, secret: { kind: 'typed', value: SECRET } });
  const onKeys = after(NEW_WIZARD, { kind: 'go', page: 'account' }, { kind: 'address', text: ACCOUNT }, next, keys);

  it('leaves the keys that stand there until a token without its own is proven', () => {
    const old = { accessKeyId: KEY_ID, secret: { kind: 'typed', value: SECRET } };
    const token = { ...BARE, heldTokenId: 't1' };
    const accessKeyId = 'e'.repeat(32);
    const proven = { accessKeyId, heldSecretId: 's2', heldTokenId: 't1', term: { from: null, until: null } };
    for (const event of [
      { kind: 'take', found: token },
      { kind: 'take', found: { ...token, accessKeyId: 'f'.repeat(32) } },
      { kind: 'take', found: { ...token, heldSecretId: 'h1' } },
      { kind: 'import', found: token },
    ] as const) {
      const taken = after(onKeys, event);
      expect(taken.fields).toMatchObject({ ...old, apiToken: { kind: 'held', id: 't1' } });
      expect(taken.provenTokenId).toBeNull();
      // They are not kept together with a token that may not be theirs.
      expect(after(taken, next)).toMatchObject({ page: 'keys', tried: 'keys' });
      const removed = after(taken, type({ apiToken: { kind: 'none' } }), next);
      expect(removed).toMatchObject({ page: 'bucket', fields: old });
      const replaced = after(taken, { kind: 'token', token: proven }, next);
      expect(replaced).toMatchObject({ page: 'bucket', fields: { accessKeyId, secret: { id: 's2' } } });
    }
    const edited = after(editWizard({ ...PROFILE, address: FOUND.address! }, 'keys'), { kind: 'take', found: token });
    expect(edited.fields.secret).toEqual({ kind: 'stored', connectionId: 'c1' });
    const other = after(NEW_WIZARD, type({ endpoint: 'https://s3.example.com' }), keys);
    expect(after(other, { kind: 'take', found: token }).fields).toMatchObject(old);
  });

  it('asks for the keys of a token no more once there are others', () => {
    const taken = after(onKeys, { kind: 'take', found: { ...BARE, heldTokenId: 't1' } });
    expect(after(taken, keys, next).page).toBe('bucket');
    const pair = { ...BARE, accessKeyId: KEY_ID, heldSecretId: 'h1' };
    for (const found of [pair, { ...pair, heldTokenId: 't2' }]) {
      const whole = after(taken, { kind: 'take', found }, next);
      expect(whole).toMatchObject({ page: 'bucket', fields: { secret: { kind: 'held', id: 'h1' } } });
    }
  });

  it('leaves no half of a pair beside a token where nothing stood there', () => {
    const empty = after(NEW_WIZARD, { kind: 'go', page: 'account' }, { kind: 'address', text: ACCOUNT }, next);
    const found = { ...BARE, heldTokenId: 't1', accessKeyId: KEY_ID };
    expect(after(empty, { kind: 'take', found }).fields).toMatchObject({ accessKeyId: '', awaitedTokenId: null });
  });

  it('holds a token that nobody has asked Cloudflare about', () => {
    const taken = after(onKeys, { kind: 'take', found: { ...BARE, heldTokenId: 't1' } });
    expect(taken.provenTokenId).toBeNull();
    const token = { accessKeyId: KEY_ID, heldSecretId: 's2', heldTokenId: 't2', term: { from: null, until: null } };
    expect(after(taken, { kind: 'token', token }).provenTokenId).toBe('t2');
  });

  it('of two jurisdictions leaves the one that was chosen for this account', () => {
    const address = { kind: 'r2', accountId: ACCOUNT, jurisdiction: 'default' } as const;
    const two: ImportedConnection = { ...BARE, address, warnings: ['two-jurisdictions'] };
    const eu = after(onKeys, type({ jurisdiction: 'eu', account: ` ${ACCOUNT.toUpperCase()}` }));
    expect(after(eu, { kind: 'take', found: two }).fields).toMatchObject({ account: ACCOUNT, jurisdiction: 'eu' });
    expect(after(eu, { kind: 'take', found: { ...two, warnings: [] } }).fields.jurisdiction).toBe('default');
    const other = after(eu, type({ account: 'f'.repeat(32) }));
    expect(after(other, { kind: 'take', found: two }).fields.jurisdiction).toBe('default');
  });

  it('by an import has nothing left of the import before', () => {
    const first = after(NEW_WIZARD, { kind: 'import', found: { ...FOUND, heldTokenId: 't1' } });
    const address = { kind: 'endpoint', endpoint: 'https://s3.example.com', region: 'eu-1', style: 'path' } as const;
    const second = after(first, { kind: 'import', found: { ...BARE, address } });
    expect(second.page).toBe('keys');
    expect(second.fields).toEqual({ ...NEW_WIZARD.fields, endpoint: address.endpoint, region: 'eu-1' });
    const keysAlone = after(first, { kind: 'import', found: { ...BARE, accessKeyId: KEY_ID } });
    expect(keysAlone.fields).toEqual({ ...NEW_WIZARD.fields, accessKeyId: KEY_ID });
    const bucketAlone = after(first, { kind: 'import', found: { ...BARE, bucket: 'other' } });
    expect(bucketAlone.fields).toEqual({ ...first.fields, bucket: 'other' });
  });
});

describe('draftOf', () => {
  it('is what the fields mean', () => {
    const { fields } = after(NEW_WIZARD, ...ATTACHED, type({ publicDomain: 'media.example.com/' }));
    expect(draftOf(fields)).toEqual({
      address: { kind: 'r2', accountId: ACCOUNT, jurisdiction: 'default' },
      bucket: 'media',
      publicBase: 'https://media.example.com',
      accessKeyId: KEY_ID,
      secret: { kind: 'typed', value: SECRET },
      apiToken: { kind: 'none' },
    });
  });

  it('has R2’s keys in the small letters that it gives them out in, and leaves those of other stores', () => {
    const capitals = {
      accessKeyId: KEY_ID.toUpperCase(),
      secret: { kind: 'typed', value: SECRET.toUpperCase() },
    } as const;
    const { fields } = after(NEW_WIZARD, ...ATTACHED, type(capitals));
    expect(draftOf(fields)).toMatchObject({ accessKeyId: KEY_ID, secret: { kind: 'typed', value: SECRET } });
    expect(draftOf({ ...fields, endpoint: 'https://s3.example.com' })).toMatchObject(capitals);
    const short = { accessKeyId: 'AB', secret: { kind: 'typed', value: 'CD' } } as const;
    expect(draftOf({ ...fields, ...short })).toMatchObject(short);
  });

  it('gives back a connection that was opened and not changed', () => {
    const { address, bucket, publicBase, accessKeyId } = PROFILE;
    const secret = { kind: 'stored', connectionId: 'c1' };
    expect(draftOf(editWizard(PROFILE, 'account').fields)).toEqual({
      address,
      bucket,
      publicBase,
      accessKeyId,
      secret,
      apiToken: { kind: 'none' },
    });
  });

  it('of a copy asks for its bucket alone', () => {
    const copy = copyWizard({ ...PROFILE, publicBase: 'https://media.example.com', apiToken: 'stored' });
    expect(copy).toMatchObject({ page: 'bucket', fields: { bucket: '', publicDomain: '', accessKeyId: 'me' } });
    expect(draftOf(copy.fields)).toMatchObject({
      secret: { kind: 'stored', connectionId: 'c1' },
      apiToken: { kind: 'stored', connectionId: 'c1' },
    });
  });

  it.each(['session', 'locked', 'unreadable'] as const)('keeps an API token that is %s', (apiToken) => {
    expect(draftOf(editWizard({ ...PROFILE, apiToken }, 'bucket').fields).apiToken).toEqual({
      kind: 'stored',
      connectionId: 'c1',
    });
  });

  it('of a copy leaves out an API token that cannot be opened', () => {
    expect(copyWizard({ ...PROFILE, apiToken: 'locked' }).fields.apiToken).toEqual({ kind: 'none' });
    expect(copyWizard({ ...PROFILE, apiToken: 'unreadable' }).fields.apiToken).toEqual({ kind: 'none' });
  });

  it('asks for a secret that is not there any more', () => {
    expect(editWizard({ ...PROFILE, secret: 'missing' }, 'keys').fields.secret).toEqual({ kind: 'typed', value: '' });
  });
});
