import { afterEach, expect, it } from 'vitest';
import { closeApp, says, showApp } from '../app-page.test-support';
import type { FakeApp } from '../fake/app';
import { navigate } from '../navigation';

afterEach(closeApp);

const DAY = 86_400_000;
const TIRED = 'These keys have been in use for';

/** A connection of 200 days ago, whose keys are so many days old, and after how many the settings ask for new ones. */
const withKeys =
  (days: number, keyReminderDays: number | null = 90) =>
  ({ state }: FakeApp): void => {
    state.set('settings', { ...state.slices.settings, keyReminderDays });
    const { connections } = state.slices;
    const dates = { createdAt: Date.now() - 200 * DAY, keysSince: Date.now() - days * DAY };
    state.set('connections', { ...connections, profiles: connections.profiles.map((one) => ({ ...one, ...dates })) });
  };

it('asks for new keys by the age of the keys, not of the connection', async () => {
  await showApp('quiet', withKeys(91));
  navigate('usage');
  await says(`${TIRED} 91 days.`);
});

it('no longer asks for them once they were replaced', async () => {
  await showApp('quiet', withKeys(3));
  navigate('usage');
  await says('In use here');
  expect(document.body.textContent).not.toContain(TIRED);
});

it.each([
  ['later', 180],
  ['never', null],
] as const)('does not ask for them where the settings want that %s', async (_, keyReminderDays) => {
  await showApp('quiet', withKeys(91, keyReminderDays));
  navigate('usage');
  await says('In use here');
  expect(document.body.textContent).not.toContain(TIRED);
});

it('asks for them earlier where the settings want that', async () => {
  await showApp('quiet', withKeys(30, 30));
  navigate('usage');
  await says(`${TIRED} 30 days.`);
});

it('tells how old the keys are and when they end', async () => {
  await showApp('quiet', withKeys(91, null));
  navigate('usage');
  await says('Keys91 days old · they end on Mar 1, 2027');
});

it('leads to new keys that are tried before the old ones go', async () => {
  await showApp('quiet', withKeys(91));
  navigate('usage');
  await says(TIRED);
  const card = [...document.querySelectorAll('section')].find((one) => one.textContent.includes(TIRED));
  [...(card?.querySelectorAll('button') ?? [])].find((one) => one.textContent === 'Replace the keys…')?.click();
  await says('New keys for 11flow-media');
});
