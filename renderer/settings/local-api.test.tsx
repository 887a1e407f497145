import { afterEach, expect, it } from 'vitest';
import { answerOtherwise, closeApp, field, found, rendered, showApp, type } from '../app-page.test-support';
import { readSlice } from '../mirror';
import { navigate } from '../navigation';

afterEach(closeApp);

it('keeps a port and a folder that are left by a click on another choice, however slow it is', async () => {
  await showApp('full', (app) => {
    app.items = [];
    app.publishTransfers();
  });
  navigate('settings');
  const arrive: (() => void)[] = [];
  answerOtherwise('localApi.change', async (usual) => {
    await new Promise<void>((resolve) => arrive.push(resolve));
    return usual();
  });
  const port = await field('Port');
  port.focus();
  await type('Port', '40000');
  port.blur();
  const folder = await field('Folder in the bucket');
  folder.focus();
  await type('Folder in the bucket', 'blog/');
  folder.blur();
  const labels = (): HTMLLabelElement[] => [...document.querySelectorAll('label')];
  (
    await found(() => labels().find(({ textContent }) => textContent.includes('Let programs on this computer upload')))
  ).click();
  await rendered();
  await expect
    .poll(() => arrive.shift()?.() ?? readSlice('localApi').settings)
    .toMatchObject({ port: 40_000, prefix: 'blog/', enabled: false });
});
