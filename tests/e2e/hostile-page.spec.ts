import { startForwardProxy } from '../../electron/core/store/forward-proxy.test-support';
import { Desk, expect, test } from '../support/desk';
import { HostilePage } from '../support/fuzz/hostile-page';

const MESSAGES = 260;

// The long run is `npm run torture -- fuzz-contract`.
test('whatever a page sends, main answers with a value or a failure that has words, and goes on', async ({
  launch,
  startSandbox,
  folder,
  problems,
}) => {
  test.setTimeout(400_000);
  const sandbox = await startSandbox();
  // Everything but this machine is out of reach: what is made up must bother nobody.
  const nowhere = await startForwardProxy(() => null);
  const app = await launch({ args: [`--proxy-server=${nowhere.url}`] });
  const page = new HostilePage({ desk: new Desk(app), sandbox, folder });
  const { broken } = await page.send(MESSAGES, Date.now() % 1_000_000);
  expect(broken).toEqual([]);
  await expect(app.page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  problems.length = 0;
  await app.quit();
  await nowhere.close();
});
