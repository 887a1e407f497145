import { startFaultProxy } from '../../electron/core/transfers/fault-proxy.test-support';
import { Desk, expect, test } from '../support/desk';

const FOLDERS = 8;
const EACH = 1000;

test('reading a large bucket says what the rest takes, can be stopped, and goes on where it was', async ({
  app,
  bucket,
  sandbox,
}) => {
  test.slow();
  for (let folder = 0; folder < FOLDERS; folder += 1)
    for (let from = 0; from < EACH; from += 100)
      await Promise.all(
        Array.from({ length: 100 }, (_, i) => bucket.put(`set ${folder}/${from + i}.txt`, Buffer.from('x'))),
      );
  const wire = await startFaultProxy(sandbox.endpoint);
  let release = (): void => undefined;
  const until = new Promise<void>((resolve) => (release = resolve));
  let asked = 0;
  wire.fault = ({ operation }) => {
    if (operation !== 'ListObjectsV2') return null;
    asked += 1;
    return asked > 6 ? { kind: 'hold', until } : null;
  };
  const desk = new Desk(app);
  await desk.connect({ ...sandbox, endpoint: wire.url });
  const status = app.page.getByRole('status', { name: 'In this view' });
  await expect(app.page.getByText(/Reading the bucket · [56],000 found/)).toBeVisible();
  await expect(app.page.getByText(/1 list request per 1,000 objects|about \d+ more list requests/)).toBeVisible();
  await expect(status).toContainText('so far');
  await test.info().attach('reading', { body: await app.page.screenshot(), contentType: 'image/png' });

  await app.page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(app.page.getByText(/Reading stopped · [56],000 found so far/)).toBeVisible();
  await test.info().attach('stopped', { body: await app.page.screenshot(), contentType: 'image/png' });
  release();
  wire.fault = () => null;

  await app.page.getByRole('button', { name: 'Go on reading' }).click();
  await expect(status).toContainText('8,000 objects');
  await expect(status).not.toContainText('so far');
  await wire.close();
});
