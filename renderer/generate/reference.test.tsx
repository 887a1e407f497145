import { afterEach, expect, it } from 'vitest';
import { closeApp, found, rendered, showApp } from '../app-page.test-support';
import type { FakeApp } from '../fake/app';
import { navigate, startFromPicture } from '../navigation';
import { changeForm, readForm } from './form-store';

afterEach(closeApp);

async function openForm(): Promise<FakeApp> {
  let shown: FakeApp | null = null;
  await showApp('studio', (app) => void (shown = app));
  navigate('generate');
  await found(() => document.querySelector('form'));
  changeForm({ provider: 'openai', model: null, prompt: 'a fox', reference: null });
  await rendered();
  return found(() => shown);
}

/** As if another bucket was opened, now or from another screen. */
async function openBucket({ state }: FakeApp, id: string): Promise<void> {
  const { connections } = state.slices;
  const profiles = connections.profiles.map((one) => ({ ...one, id }));
  state.set('connections', { ...connections, profiles, activeId: id });
  await rendered();
}

it('a picture of the bucket to start from goes with that bucket; the words stay', async () => {
  const app = await openForm();
  startFromPicture({ assetId: 'a1', name: 'fox.png' });
  await found(() => readForm().reference);
  await openBucket(app, 'another');
  await found(() => (readForm().reference === null ? true : null));
  expect(readForm().prompt).toBe('a fox');
  // Asked for anew, out of the bucket that is open now.
  startFromPicture({ assetId: 'b1', name: 'owl.png' });
  expect(await found(() => readForm().reference)).toMatchObject({ assetId: 'b1' });
});

it('a picture of this computer stays', async () => {
  const app = await openForm();
  const file = { kind: 'file', path: '/home/ann/fox.png', name: 'fox.png' } as const;
  changeForm({ reference: file });
  await openBucket(app, 'a third');
  expect(readForm().reference).toEqual(file);
});
