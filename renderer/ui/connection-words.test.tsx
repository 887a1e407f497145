import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ConnectionProfile } from '../../shared/connection';
import { closeApp, field, found, rendered, says, showApp } from '../app-page.test-support';
import type { FakeApp } from '../fake/app';
import { navigate } from '../navigation';
import { palette } from './palette';

beforeEach(() => void vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(() => undefined));

afterEach(() => {
  palette.close();
  vi.restoreAllMocks();
  closeApp();
});

/** The second connection is to another bucket of the first one's name. */
const withNamesake =
  (change: Partial<ConnectionProfile>) =>
  ({ state }: FakeApp): void => {
    const { connections } = state.slices;
    const profiles = connections.profiles.map((one, i) =>
      i === 1 ? { ...one, bucket: connections.profiles[0]?.bucket ?? '', ...change } : one,
    );
    state.set('connections', { ...connections, profiles });
  };

const options = (): readonly (string | null)[] =>
  [...document.querySelectorAll('[role="option"]')].map(({ textContent }) => textContent);

async function choices(): Promise<readonly (string | null)[]> {
  navigate('usage');
  (await found(() => document.querySelector<HTMLElement>('header input[aria-haspopup="listbox"]'))).click();
  await rendered();
  await found(() => (options().length > 0 ? true : null));
  return options();
}

it('tells two buckets of one name apart by where they are, and leaves the others their name', async () => {
  await showApp('full', withNamesake({}));
  expect((await choices()).slice(0, 3)).toEqual([
    '11flow-media · Cloudflare R2',
    '11flow-media · Cloudflare R2 · European Union',
    'sandbox',
  ]);
});

it('tells them apart by their keys where they are in one place', async () => {
  const address = { kind: 'r2', accountId: 'f'.repeat(32), jurisdiction: 'default' } as const;
  await showApp('full', withNamesake({ address, accessKeyId: 'abcdef0123456789' }));
  expect((await choices()).slice(0, 2)).toEqual([
    '11flow-media · Cloudflare R2 · 5a1f00…',
    '11flow-media · Cloudflare R2 · abcdef…',
  ]);
});

it('has the palette and the choices of Settings say the same', async () => {
  await showApp('full', withNamesake({}));
  palette.open();
  await says('Switch to 11flow-media · Cloudflare R2 · European Union');
  palette.close();
  navigate('settings');
  const bucket = await field('Bucket');
  bucket.click();
  await rendered();
  await found(() => (options().includes('11flow-media · Cloudflare R2 · European Union') ? true : null));
});
