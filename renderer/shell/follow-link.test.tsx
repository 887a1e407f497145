import { afterEach, expect, it } from 'vitest';
import { closeApp, found, says, showApp } from '../app-page.test-support';
import type { FakeApp } from '../fake/app';
import { readSlice } from '../mirror';
import { openSetup, readNavigation } from '../navigation';
import { followLink } from './follow-link';
import { obey } from './obey';

afterEach(closeApp);

/** Beside the bucket on show there is another. */
function withAnother({ state }: FakeApp): void {
  const { connections } = state.slices;
  const others = connections.profiles.map((one) => ({ ...one, id: 'c2', name: 'archive', bucket: 'archive' }));
  state.set('connections', { ...connections, profiles: [...connections.profiles, ...others] });
}

it('changes nothing behind the wizard, and says so', async () => {
  await showApp('quiet', withAnother);
  const { activeId } = readSlice('connections');
  openSetup();
  await followLink({ kind: 'folder', bucket: 'archive', prefix: 'a/' });
  await followLink({ kind: 'screen', screen: 'usage' });
  await says('The link was not followed');
  expect(readSlice('connections').activeId).toBe(activeId);
  expect(readNavigation()).toMatchObject({ screen: 'library', setup: { kind: 'new' } });
});

it('changes nothing behind a question', async () => {
  await showApp('quiet', withAnother);
  await found(() => document.querySelector('[role="grid"][aria-busy="false"]'));
  const { activeId } = readSlice('connections');
  obey('select-all');
  await says(' selected');
  obey('delete');
  await says('Delete these files?');
  await followLink({ kind: 'folder', bucket: 'archive', prefix: 'a/' });
  await says('The link was not followed');
  expect(readSlice('connections').activeId).toBe(activeId);
});
