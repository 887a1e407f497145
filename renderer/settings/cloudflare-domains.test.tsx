import { afterEach, expect, it } from 'vitest';
import { failure } from '../../shared/failure';
import { answerOtherwise, closeApp, press, says, showApp, type Sent } from '../app-page.test-support';
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
