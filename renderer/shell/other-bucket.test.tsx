import { afterEach, describe, expect, it } from 'vitest';
import { closeApp, found, press, showApp } from '../app-page.test-support';
import type { FakeApp } from '../fake/app';
import { readSlice } from '../mirror';
import { navigate, openFolder, uploadPrefix } from '../navigation';
import { palette } from '../ui/palette';

afterEach(closeApp);

/** Beside the bucket on show there is another. */
function withAnother({ state }: FakeApp): void {
  const { connections } = state.slices;
  const others = connections.profiles.map((one) => ({ ...one, id: 'c2', name: 'archive', bucket: 'archive' }));
  state.set('connections', { ...connections, profiles: [...connections.profiles, ...others] });
}

const isOpen = (id: string) => (): true | null => (readSlice('connections').activeId === id ? true : null);

async function choose(label: string): Promise<void> {
  const buttons = (): HTMLButtonElement[] => [...document.querySelectorAll('button')];
  (await found(() => buttons().find(({ textContent }) => textContent.includes(label)))).click();
}

describe('another bucket', () => {
  it('is shown from its start when the palette opens it: the folder on show was one of the bucket before', async () => {
    await showApp('quiet', withAnother);
    openFolder('press-kit/');
    palette.open();
    await choose('Switch to archive');
    await found(isOpen('c2'));
    await expect.poll(uploadPrefix).toBe('');
    palette.close();
  });

  it('is shown from its start once the one that was open is removed', async () => {
    await showApp('quiet', withAnother);
    openFolder('press-kit/');
    navigate('settings');
    await press('More for 11flow-media');
    await choose('Remove…');
    await press('Remove connection');
    await found(isOpen('c2'));
    await expect.poll(uploadPrefix).toBe('');
  });
});
