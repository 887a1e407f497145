import { afterEach, expect, it } from 'vitest';
import { closeApp, says, showApp } from '../app-page.test-support';
import type { FakeApp } from '../fake/app';
import { askDelete } from '../objects/requests';

afterEach(closeApp);

function withoutDelete({ state }: FakeApp): void {
  const { connections } = state.slices;
  const rights = { write: true, delete: false, listBuckets: false };
  state.set('connections', { ...connections, profiles: connections.profiles.map((one) => ({ ...one, rights })) });
}

it('says of a token that writes only that it may not delete', async () => {
  await showApp('quiet', withoutDelete);
  const parts = [{ kind: 'folders', connectionId: 'c1', prefixes: ['press-kit/'] }] as const;
  askDelete({ connectionId: 'c1', parts, only: null, prefix: '' }, () => undefined);
  await says('It may not delete, as its last check has shown.');
  expect(document.body.textContent).not.toContain('It may only read');
});
