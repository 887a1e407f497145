import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { closeApp, field, press, says, showApp, type } from '../app-page.test-support';
import type { FakeApp } from '../fake/app';
import { navigate } from '../navigation';

beforeEach(() => void vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(() => undefined));

afterEach(() => {
  vi.restoreAllMocks();
  closeApp();
});

const WORDS = 'Another form is still open';

it.each(['Edit Scans', 'Watch a folder…'])(
  'keeps the open form of a watched folder at “%s”, and says why',
  async (name) => {
    const sent = await showApp('full');
    navigate('settings');
    await press('Edit output');
    await type('Folder in the bucket', 'half-written/');
    await press(name);
    await says(WORDS);
    expect((await field('Folder in the bucket')).value).toBe('half-written/');
    expect(sent.map((one) => one.name)).not.toContain('watch.pickFolder');
    await press('Cancel');
    await press('Edit Scans');
    expect((await field('Folder in the bucket')).value).toBe('');
  },
);

it('keeps the open form of a rule for uploads', async () => {
  const rule = (id: string, media: 'image' | 'video') =>
    ({
      id,
      match: { kind: 'media', media },
      cacheControl: null,
      metadata: {},
      conversion: null,
      location: null,
    }) as const;
  await showApp('quiet', ({ state }: FakeApp) => {
    const { settings } = state.slices;
    const rules = [rule('r1', 'image'), rule('r2', 'video')];
    state.set('settings', { ...settings, uploads: { ...settings.uploads, rules } });
  });
  navigate('settings');
  await press('Edit the rule for Images');
  await press('Edit the rule for Videos');
  await says(WORDS);
  expect(document.querySelector('[aria-label="Edit the rule for Images"]')).toBeNull();
});
