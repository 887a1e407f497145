import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeApp, found, heading, rendered, showApp } from '../app-page.test-support';
import type { FakeApp } from '../fake/app';
import { resetPlace } from '../library/place';
import { readNavigation } from '../navigation';
import { palette } from '../ui/palette';

/** Which sections were brought into view. */
let shown: (string | undefined)[] = [];

beforeEach(() => {
  shown = [];
  vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(function note(this: Element) {
    if (this.tagName === 'SECTION') shown.push(this.querySelector('h2')?.textContent);
  });
});

afterEach(() => {
  palette.close();
  closeApp();
  resetPlace();
  vi.restoreAllMocks();
});

function rows(): readonly string[] {
  return [...document.querySelectorAll('[data-action] .mantine-Spotlight-actionLabel')].map(
    ({ textContent }) => textContent,
  );
}

async function typed(text: string): Promise<HTMLInputElement> {
  palette.open();
  const input = await found(() => document.querySelector<HTMLInputElement>('[aria-label="Command palette"]'));
  // React hears only of values that were not set through its own property.
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text);
  input.dispatchEvent(new Event('input', { bubbles: true }));
  await rendered();
  return input;
}

async function enter(text: string): Promise<void> {
  const input = await typed(text);
  input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true }));
  await rendered();
}

/** Keys under a passphrase, and a newer version that can be looked for. */
function withMore({ state }: FakeApp): void {
  const { connections } = state.slices;
  state.set('connections', { ...connections, storage: { kind: 'passphrase', lock: 'open', keychain: false } });
  state.set('updates', { kind: 'current', checkedAt: null });
}

describe('the palette', () => {
  it('opens Settings at the section that is typed', async () => {
    await showApp('quiet');
    await enter('watched');
    await expect.poll(() => shown).toEqual(['Watched folders']);
    expect(heading()).toBe('Settings');
    // Once: who comes back later finds Settings as usual.
    expect(readNavigation().section).toBeNull();
  });

  it('finds a section by what it is about', async () => {
    await showApp('quiet');
    await typed('typora');
    expect(rows()).toEqual(['Local API', 'Search the library for “typora”']);
  });

  it('searches the library for what it does not know', async () => {
    await showApp('quiet');
    await enter('first-snow');
    const search = await found(() => document.querySelector<HTMLInputElement>('input[type="search"]'));
    await expect.poll(() => search.value).toBe('first-snow');
    expect(readNavigation().scope).toEqual({ kind: 'smart', view: 'all' });
  });

  it.each([
    ['diagnostics', 'app.copyDiagnostics', null],
    ['lock the keys', 'secrets.lock', null],
    ['for updates', 'updates.check', null],
    ['failed again', 'transfers.retry', { which: 'all' }],
    ['english', 'settings.update', { language: 'en' }],
  ])('does what is typed: %s', async (text, name, input) => {
    const sent = await showApp('full', withMore);
    await enter(text);
    await expect.poll(() => sent).toContainEqual({ name, input });
  });

  it.each([
    ['edit this', { setup: { kind: 'edit', connectionId: 'c1', step: 'account' } }],
    ['set up', { screen: 'settings', section: null }],
  ])('leads where is typed: %s', async (text, there) => {
    await showApp('full');
    await enter(text);
    expect(readNavigation()).toMatchObject(there);
  });

  it('opens the uploads that were never finished', async () => {
    await showApp('full');
    await enter('unfinished');
    await expect.poll(() => document.body.textContent).toContain('Unfinished uploads in');
    expect(readNavigation()).toMatchObject({ screen: 'transfers', unfinished: false });
  });

  it('lists before anything is typed only what is used often', async () => {
    await showApp('full', withMore);
    palette.open();
    await found(() => (rows().length > 0 ? true : null));
    expect(rows()).toContain('Upload files…');
    for (const label of ['Watched folders', 'Copy diagnostics', 'Language: English', 'Check for updates'])
      expect(rows()).not.toContain(label);
  });
});
