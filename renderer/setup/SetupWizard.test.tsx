import { afterEach, describe, expect, it } from 'vitest';
import { failure } from '../../shared/failure';
import type { ImportedConnection } from '../../shared/connection';
import { readSlice } from '../mirror';
import { duplicateConnection, editConnection, openSetup } from '../navigation';
import {
  answerOtherwise,
  button,
  closeApp,
  field,
  found,
  heading,
  press,
  rendered,
  says,
  showApp,
  type,
} from '../app-page.test-support';

const ACCOUNT = '0d2c4f6a8b1e3d5c7f9a0b2c4d6e91fa';
const OTHER_ACCOUNT = 'f'.repeat(32);
const KEY_ID = '5a1f00d2c4f6a8b1e3d5c7f9a0b2c4d6';
const SECRET = 'ab'.repeat(32);

afterEach(closeApp);

async function walkToCheck(bucket: string): Promise<void> {
  await press('Connect a Cloudflare account');
  await type('Account ID', ACCOUNT);
  await press('Next');
  await type('Access Key ID', KEY_ID);
  await type('Secret Access Key', SECRET);
  await press('Next');
  await type('Bucket', bucket);
  await press('Next');
  await press('Next');
}

/** Pastes into a field, as far as the page does that itself. */
async function paste(label: string, text: string): Promise<HTMLInputElement> {
  const input = await field(label);
  const event = new Event('paste', { bubbles: true, cancelable: true });
  Object.assign(event, { clipboardData: { getData: () => text } });
  input.dispatchEvent(event);
  await rendered();
  return input;
}

const NOTHING_FOUND: ImportedConnection = {
  name: null,
  address: null,
  bucket: null,
  publicBase: null,
  accessKeyId: null,
  heldSecretId: null,
  heldTokenId: null,
  warnings: [],
  parts: [{ part: 'access-key-id', as: null, state: 'missing' }],
};

/** What the next text that is pasted is taken for. */
function readAs(found: Partial<ImportedConnection>): void {
  answerOtherwise('connections.readImport', async () => ({ ok: true, value: [{ ...NOTHING_FOUND, ...found }] }));
}

async function walkToKeys(): Promise<void> {
  await press('Connect a Cloudflare account');
  await type('Account ID', ACCOUNT);
  await press('Next');
}

function checkItems(): string[] {
  return [...document.querySelectorAll('[aria-label="Connection check"] > li')].map((item) => item.textContent ?? '');
}

describe('the wizard', () => {
  it('connects an account, and hands the secret over once', async () => {
    const sent = await showApp('wizard');
    await walkToCheck('media');
    expect((await button('Finish')).disabled).toBe(true);
    await press('Test connection');
    await says('Everything works.');
    const starts = ['List: passed', 'Write: passed', 'Read: passed', 'Delete: passed', 'Public read: not tried'];
    const items = checkItems();
    expect(starts.filter((start, index) => !(items[index] ?? '').startsWith(start))).toEqual([]);
    await press('Finish');
    await found(() => (readSlice('connections').profiles[0]?.bucket === 'media' ? true : null));
    expect(sent.find(({ name }) => name === 'connections.save')?.input).toEqual({
      draft: {
        address: { kind: 'r2', accountId: ACCOUNT, jurisdiction: 'default' },
        bucket: 'media',
        publicBase: null,
        accessKeyId: KEY_ID,
        secret: { kind: 'typed', value: SECRET },
        apiToken: { kind: 'none' },
      },
      replaces: null,
    });
    expect(document.body.innerHTML).not.toContain(SECRET);
  });

  it('ends with what was set up and a first link, in front of the library', async () => {
    const sent = await showApp('wizard');
    await press('Connect a Cloudflare account');
    await type('Account ID', ACCOUNT);
    await press('Next');
    await type('Access Key ID', KEY_ID);
    await type('Secret Access Key', SECRET);
    await press('Next');
    await type('Bucket', 'admin-media');
    await press('Next');
    await type('Public domain', 'open.example.com');
    await press('Next');
    await press('Test connection');
    await says('This token can do more than the app needs');
    await press('Next');
    await says('admin-media is connected');
    await says('open.example.com opens them for everyone');
    expect(sent.filter(({ name }) => name === 'connections.save')).toHaveLength(1);
    await press('Copy a test link');
    await says('https://open.example.com/flow-media-test.png');
    expect(document.body.innerHTML).not.toContain(SECRET);
    await press('Finish');
    await found(() => document.querySelector('[role="grid"][aria-label="Library"]'));
  });

  it('leads from a failure to the step that mends it, and asks for a new test', async () => {
    await showApp('wizard');
    await walkToCheck('will-fail');
    await press('Test connection');
    await press('Back to “Bucket”');
    expect(heading()).toBe('Which bucket?');
    expect((await field('Bucket')).value).toBe('will-fail');
    await type('Bucket', 'media');
    await press('Next');
    await press('Next');
    expect((await button('Finish')).disabled).toBe(true);
  });

  it('says what a swapped pair is, and puts it right', async () => {
    await showApp('wizard');
    await press('Connect a Cloudflare account');
    await type('Account ID', ACCOUNT);
    await press('Next');
    await type('Access Key ID', SECRET);
    await type('Secret Access Key', KEY_ID);
    await press('Next');
    expect(heading()).toBe('With which keys?');
    await press('Swap the two');
    expect((await field('Access Key ID')).value).toBe(KEY_ID);
    expect((await field('Secret Access Key')).value).toBe(SECRET);
  });

  it('says what is wrong with an Account ID also where an endpoint stands, and takes the right one', async () => {
    await showApp('wizard');
    await press('Connect a Cloudflare account');
    await type('Account ID', 'https://s3.example.com');
    expect((await field('Endpoint')).value).toBe('https://s3.example.com');
    await type('Account ID', ACCOUNT.slice(1));
    await press('Next');
    await says('An Account ID has 32 characters; this has 31.');
    await type('Account ID', ACCOUNT);
    await press('Next');
    await press('Back');
    expect((await field('Account ID')).value).toBe(ACCOUNT);
  });

  it('refuses the S3 API’s address as a public domain, and explains it', async () => {
    await showApp('wizard');
    await walkToCheck('media');
    await press('Back');
    await type('Public domain', `https://media.${ACCOUNT}.r2.cloudflarestorage.com`);
    await press('Next');
    expect(heading()).toBe('How will others see it?');
    expect(document.body.textContent).toContain('This address never opens for others');
  });

  it('goes on from an .env with what is still open', async () => {
    await showApp('wizard');
    await press('Import a configuration');
    await type('Configuration', `R2_ACCESS_KEY_ID=${KEY_ID}\nR2_BUCKET_NAME=media\nR2_ENDPOINT_URL=https://x`);
    await says('Secret Access Key');
    await found(() => document.querySelector('[aria-label="What was found"]'));
    await press('Next');
    expect(heading()).toBe('With which keys?');
    expect((await field('Access Key ID')).value).toBe(KEY_ID);
  });

  it('with an API token picks a bucket, makes one, and switches on its public address', async () => {
    const sent = await showApp('wizard');
    const token = `cfut_${'x'.repeat(48)}`;
    await press('Connect a Cloudflare account');
    await type('Account ID', ACCOUNT);
    await press('Next');
    await type('API token', token);
    await says('Proven at Cloudflare');
    expect(document.body.innerHTML).not.toContain(token);
    await press('Next');
    await press('archive-2025');
    expect((await field('Bucket')).value).toBe('archive-2025');
    await press('Create a bucket');
    await type('Name of the new bucket', 'made-here');
    await press('Create it');
    await found(() =>
      document.querySelector('[aria-pressed="true"]')?.getAttribute('aria-label') === 'made-here' ? true : null,
    );
    await press('Next');
    await press('Switch on');
    await says('In use');
    expect((await field('Public domain')).value).toMatch(/^https:\/\/pub-[0-9a-f]+\.r2\.dev$/);
    await press('Next');
    await press('Test connection');
    await found(() => (document.querySelector('[data-outcome="limited"]') ? true : null));
    await press('Finish');
    await found(() => sent.find(({ name }) => name === 'connections.save'));
    expect(sent.find(({ name }) => name === 'connections.save')?.input).toMatchObject({
      draft: {
        bucket: 'made-here',
        secret: { kind: 'held', id: 'held-secret' },
        apiToken: { kind: 'held', id: 'held-token' },
      },
    });
  });

  it('says why a token is refused, and lets one that may list nothing go on', async () => {
    await showApp('wizard');
    await press('Connect a Cloudflare account');
    await type('Account ID', ACCOUNT);
    await press('Next');
    await type('API token', `bad-${'x'.repeat(44)}`);
    await says('Cloudflare does not know this API token');
    await type('API token', `object-${'x'.repeat(41)}`);
    await says('Proven at Cloudflare');
    await press('Next');
    await says('This token may not list buckets, and need not');
    await type('Bucket', 'media');
    await press('Next');
    expect(heading()).toBe('How will others see it?');
  });

  it('offers several found configurations as a list', async () => {
    await showApp('wizard');
    await press('Import a configuration');
    await type('Configuration', '[one]\nR2_BUCKET_NAME=first\n[two]\nR2_BUCKET_NAME=second');
    await says('2 configurations were found. Which one?');
    (
      await found(() => [...document.querySelectorAll('label')].find(({ textContent }) => textContent === 'two'))
    ).click();
    await says('second');
    await press('Next');
    expect(heading()).toBe('Which account?');
  });

  it('begins a second connection with the keys of the first', async () => {
    const sent = await showApp('quiet');
    duplicateConnection('c1');
    await type('Bucket', 'second-bucket');
    await press('Next');
    await press('Next');
    await press('Test connection');
    await found(() => (document.querySelector('[data-outcome="works"]') ? true : null));
    await press('Finish');
    await found(() => sent.find(({ name }) => name === 'connections.save'));
    expect(sent.find(({ name }) => name === 'connections.save')?.input).toMatchObject({
      draft: { bucket: 'second-bucket', publicBase: null, secret: { kind: 'stored', connectionId: 'c1' } },
      replaces: null,
    });
  });

  it('stays with the connection that is being made when Cloudflare cannot be asked', async () => {
    await showApp('quiet');
    openSetup();
    await press('Connect a Cloudflare account');
    await type('Account ID', ACCOUNT);
    await press('Next');
    answerOtherwise('cloudflare.verifyToken', async () => ({
      ok: false,
      failure: failure('tls', { host: 'api.cloudflare.com' }),
    }));
    await type('API token', `cfut_${'x'.repeat(48)}`);
    await says('The connection is not trusted');
    expect([...document.querySelectorAll('button')].map(({ textContent }) => textContent)).not.toContain(
      'Edit connection',
    );
    await press('Try again');
    expect(heading()).toBe('With which keys?');
  });

  it('leads from a failure of a later step to the keys of the connection that is being made', async () => {
    await showApp('quiet');
    openSetup();
    await press('Connect a Cloudflare account');
    await type('Account ID', OTHER_ACCOUNT);
    await press('Next');
    await type('API token', `cfut_${'x'.repeat(48)}`);
    await says('Proven at Cloudflare');
    answerOtherwise('cloudflare.listBuckets', async () => ({ ok: false, failure: failure('secrets-unavailable') }));
    await press('Next');
    await press('Edit connection');
    expect(heading()).toBe('With which keys?');
    await press('Back');
    expect((await field('Account ID')).value).toBe(OTHER_ACCOUNT);
  });

  it('goes on to where it was going when keeping the connection works at the second try', async () => {
    await showApp('wizard');
    await walkToCheck('media');
    await press('Test connection');
    await says('Everything works.');
    let tries = 0;
    answerOtherwise('connections.save', async (usual) => {
      tries += 1;
      return tries === 1 ? { ok: false, failure: failure('disk-full') } : usual();
    });
    await press('Next');
    await press('Try again');
    await says('media is connected');
    expect(heading()).toBe('media is connected');
  });

  it('puts a long value that is no block of keys into the field that it was pasted into', async () => {
    await showApp('wizard');
    await press('Connect a Cloudflare account');
    await press('Advanced');
    await type('Endpoint', 'https://s3.example.com');
    await press('Next');
    const long = 'eyJhbGciOiJIUzI1NiJ9.'.repeat(5);
    const input = await paste('Secret Access Key', long);
    await found(() => (input.value === long ? true : null));
  });

  it('puts what it found nothing in into the field, and says what it may be', async () => {
    await showApp('wizard');
    await walkToKeys();
    readAs({ warnings: ['id-unclear'] });
    const two = `${KEY_ID} ${ACCOUNT}`;
    const input = await paste('Access Key ID', two);
    await found(() => (input.value === two ? true : null));
    await says('There are 32-character IDs without a name');
    await type('Access Key ID', KEY_ID);
    expect(document.body.textContent).not.toContain('There are 32-character IDs without a name');
    readAs({ warnings: ['global-api-key'] });
    await paste('API token', `cfk_${'x'.repeat(80)}`);
    await found(() => document.querySelector('[data-warning="global-api-key"]'));
  });

  it('has Cloudflare asked for the keys of a token that is pasted over other keys', async () => {
    await showApp('wizard');
    await walkToKeys();
    await type('Access Key ID', 'f'.repeat(32));
    await type('Secret Access Key', SECRET);
    const parts = [{ part: 'api-token', as: 'Token value', state: 'found' }] as const;
    readAs({ heldTokenId: 'held-1', parts });
    await paste('Access Key ID', `Token value\ncfut_${'x'.repeat(48)}`);
    await says('Proven at Cloudflare');
    expect((await field('Access Key ID')).value).toBe(KEY_ID);
  });

  it('keeps the keys that stand there where Cloudflare refuses the token that was pasted over them', async () => {
    await showApp('wizard');
    await walkToKeys();
    await type('Access Key ID', KEY_ID);
    await type('Secret Access Key', SECRET);
    const parts = [{ part: 'api-token', as: 'CLOUDFLARE_API_TOKEN', state: 'found' }] as const;
    readAs({ heldTokenId: 'held-1', parts });
    answerOtherwise('cloudflare.verifyToken', async () => ({ ok: false, failure: failure('offline') }));
    await paste('Access Key ID', `CLOUDFLARE_ACCOUNT_ID=${ACCOUNT}\nCLOUDFLARE_API_TOKEN=cfut_${'x'.repeat(48)}`);
    await found(() => document.querySelector('[role="alert"], [data-failure]'));
    expect((await field('Access Key ID')).value).toBe(KEY_ID);
    expect((await field('Secret Access Key')).value).toBe(SECRET);
    expect(document.body.textContent).not.toContain('Proven at Cloudflare');
    await press('Next');
    await says('Cloudflare has not confirmed this token yet');
    await press('Do not use it');
    await press('Next');
    await field('Bucket');
  });

  it('calls no token proven that it did not have proved', async () => {
    await showApp('quiet', ({ state }) => {
      const { connections } = state.slices;
      const profiles = connections.profiles.map((one) => ({ ...one, apiToken: 'locked' as const }));
      state.set('connections', { ...connections, profiles });
    });
    editConnection('c1', 'keys');
    await says('It is kept like the secret');
    expect(document.body.textContent).not.toContain('Proven at Cloudflare');
  });

  it('keeps the name of the new bucket while another jurisdiction is chosen, and where its buckets cannot be listed', async () => {
    await showApp('wizard');
    await walkToKeys();
    await type('API token', `cfut_${'x'.repeat(48)}`);
    await says('Proven at Cloudflare');
    await press('Next');
    await press('Create a bucket');
    await type('Name of the new bucket', 'made-here');
    const name = await field('Name of the new bucket');
    answerOtherwise('cloudflare.listBuckets', async () => ({ ok: false, failure: failure('offline') }));
    (await field('Jurisdiction')).click();
    const option = await found(() =>
      [...document.querySelectorAll<HTMLElement>('[role="option"]')].find(({ textContent }) =>
        textContent.includes('European Union'),
      ),
    );
    option.click();
    await found(() => document.querySelector('[role="alert"], [data-failure]') ?? null);
    expect(await field('Name of the new bucket')).toBe(name);
    expect(name.value).toBe('made-here');
  });

  it('opens the sandbox by one click', async () => {
    await showApp('wizard');
    await press('Try a local sandbox bucket');
    await found(() => (readSlice('connections').profiles[0]?.address.kind === 'sandbox' ? true : null));
  });

  it('changes a connection without asking for its secret again', async () => {
    const sent = await showApp('quiet');
    editConnection('c1', 'bucket');
    await type('Bucket', 'other-media');
    await press('Next');
    await press('Next');
    await press('Test connection');
    await found(() => (document.querySelector('[data-outcome="limited"]') ? true : null));
    await press('Finish');
    await found(() => sent.find(({ name }) => name === 'connections.save'));
    expect(sent.find(({ name }) => name === 'connections.save')?.input).toMatchObject({
      draft: { bucket: 'other-media', secret: { kind: 'stored', connectionId: 'c1' } },
      replaces: 'c1',
    });
  });
});
