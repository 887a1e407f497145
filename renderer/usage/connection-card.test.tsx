import { afterEach, expect, it } from 'vitest';
import { closeApp, says, showApp } from '../app-page.test-support';
import type { FakeApp } from '../fake/app';
import { navigate } from '../navigation';

afterEach(closeApp);

const DAY = 86_400_000;
const TIRED = 'in use for more than 90 days';

/** A connection of 200 days ago, whose keys are so many days old. */
const withKeys =
  (days: number) =>
  ({ state }: FakeApp): void => {
    const { connections } = state.slices;
    const dates = { createdAt: Date.now() - 200 * DAY, keysSince: Date.now() - days * DAY };
    state.set('connections', { ...connections, profiles: connections.profiles.map((one) => ({ ...one, ...dates })) });
  };

it('asks for new keys by the age of the keys, not of the connection', async () => {
  await showApp('quiet', withKeys(91));
  navigate('usage');
  await says(TIRED);
});

it('no longer asks for them once they were replaced', async () => {
  await showApp('quiet', withKeys(3));
  navigate('usage');
  await says('In use here');
  expect(document.body.textContent).not.toContain(TIRED);
});
