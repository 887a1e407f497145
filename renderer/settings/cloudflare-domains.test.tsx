import { afterEach, expect, it } from 'vitest';
import type { PublicAccess } from '../../shared/cloudflare';
import { failure } from '../../shared/failure';
import {
  answerOtherwise,
  button,
  closeApp,
  found,
  press,
  rendered,
  says,
  showApp,
  type,
  type Sent,
} from '../app-page.test-support';
import type { FakeApp } from '../fake/app';
import { navigate } from '../navigation';

afterEach(closeApp);

const SHOW = 'Show the bucket’s addresses at Cloudflare';

/** A private bucket, whose connection keeps an API token or none. */
async function openSettings(apiToken: 'stored' | 'none'): Promise<readonly Sent[]> {
  const sent = await showApp('quiet', ({ state }: FakeApp) => {
    const { connections } = state.slices;
    const own = { apiToken, publicBase: null, publicDomains: [] };
    state.set('connections', { ...connections, profiles: connections.profiles.map((one) => ({ ...one, ...own })) });
  });
  navigate('settings');
  await says('This bucket is private.');
  return sent;
}

const kept = (sent: readonly Sent[]): unknown => sent.findLast(({ name }) => name === 'connections.setDomains')?.input;

it('switches on the r2.dev address of a bucket whose connection keeps an API token, and takes it', async () => {
  const sent = await openSettings('stored');
  expect(sent.some(({ name }) => name === 'cloudflare.publicAccess')).toBe(false);
  await press(SHOW);
  await press('Switch on');
  await says('In use');
  expect(sent.find(({ name }) => name === 'cloudflare.switchOnDevUrl')?.input).toMatchObject({
    token: { kind: 'stored', connectionId: 'c1' },
    place: { bucket: '11flow-media', jurisdiction: 'default' },
  });
  expect(kept(sent)).toMatchObject({ domains: [{ base: expect.stringMatching(/r2\.dev$/) as string }] });
});

it('adds an address behind those that are there', async () => {
  const sent = await openSettings('stored');
  await press(SHOW);
  await press('Switch on');
  await says('In use');
  await press('Use media.example.com');
  expect(kept(sent)).toMatchObject({
    domains: [{ base: expect.stringMatching(/r2\.dev$/) as string }, { base: 'https://media.example.com' }],
  });
});

it('keeps a domain that is added while the address is being switched on', async () => {
  const sent = await openSettings('stored');
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  answerOtherwise('cloudflare.switchOnDevUrl', async (usual) => {
    await held;
    return usual();
  });
  await press(SHOW);
  await press('Switch on');
  await type('Add a domain', 'https://media.example.com');
  await press('Add');
  await says('media.example.comPreferred');
  release();
  await says('r2.dev, switched on.');
  expect(kept(sent)).toMatchObject({
    domains: [{ base: 'https://media.example.com' }, { base: expect.stringMatching(/r2\.dev$/) as string }],
  });
});

it('keeps both of two addresses that are taken before either is kept', async () => {
  const sent = await openSettings('stored');
  const own = { host: 'own.example.com', standing: 'ready' };
  answerOtherwise('cloudflare.publicAccess', async (usual) => {
    const { value } = (await usual()) as { readonly value: PublicAccess };
    return { ok: true, value: { ...value, domains: [...value.domains, own] } };
  });
  answerOtherwise('connections.setDomains', async (usual) => {
    await rendered();
    return usual();
  });
  await press(SHOW);
  const [first, second] = [await button('Use media.example.com'), await button('Use own.example.com')];
  first.click();
  second.click();
  await found(() => (sent.filter(({ name }) => name === 'connections.setDomains').length === 2 ? true : null));
  expect(kept(sent)).toMatchObject({
    domains: [{ base: 'https://media.example.com' }, { base: 'https://own.example.com' }],
  });
});

it('says what keeps it from switching the address on, and tries again', async () => {
  await openSettings('stored');
  let refused = true;
  answerOtherwise('cloudflare.switchOnDevUrl', async (usual) => {
    if (!refused) return usual();
    refused = false;
    return { ok: false, failure: failure('offline') };
  });
  await press(SHOW);
  await press('Switch on');
  await press('Try again');
  await says('In use');
});

it('offers none where there is no token to ask with', async () => {
  await openSettings('none');
  expect(document.body.textContent).not.toContain(SHOW);
});
