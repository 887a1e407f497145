import type { Page } from '@playwright/test';
import { expect, test } from '../support/desk';
import { fillBucket } from '../support/every-dialog';
import { pressShortcut } from '../support/shortcut-keys';
import { Wizard } from '../support/wizard';
import type { RunningApp } from '../support/running-app';

/** A small laptop's window at 200 %: what is shown has half of it. */
async function zoomIn(app: RunningApp): Promise<void> {
  await app.electron.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find(({ webContents }) =>
      webContents.getURL().startsWith('app://flow'),
    );
    window?.setContentSize(1280, 800);
    window?.webContents.setZoomFactor(2);
  });
  await expect.poll(() => app.page.evaluate(() => innerWidth)).toBe(640);
}

/** What is cut off at a side, or makes the page scroll sideways. Text that ends in an ellipsis is meant to. */
function cutOff(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const name = (element: Element): string => element.outerHTML.slice(0, 140);
    const clips = (element: Element): boolean => getComputedStyle(element).overflowX !== 'visible';
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      if (!element.checkVisibility({ visibilityProperty: true })) continue;
      const { overflowX, textOverflow } = getComputedStyle(element);
      if ((overflowX === 'auto' || overflowX === 'scroll') && element.scrollWidth > element.clientWidth + 1)
        found.push(`scrolls sideways: ${name(element)}`);
      if (!element.matches('button, a, input:not([type="radio"], [type="checkbox"]), textarea, h1, h2, h3, label, p'))
        continue;
      const { left, right, width } = element.getBoundingClientRect();
      if (width <= 1 || textOverflow === 'ellipsis') continue;
      let place = element.parentElement;
      while (place !== null && !clips(place)) place = place.parentElement;
      const frame = place === null ? { left: 0, right: innerWidth } : place.getBoundingClientRect();
      if (right > Math.min(frame.right, innerWidth) + 1 || left < Math.max(frame.left, 0) - 1)
        found.push(`cut off: ${name(element)}`);
    }
    return found;
  });
}

// Not yet seen green: what they find has to be looked through.
test.fixme('at 200 % nothing is cut off, and nothing scrolls sideways, on any screen', async ({ desk, bucket }) => {
  const { page } = desk;
  await fillBucket(desk, (key, bytes) => bucket.put(key, bytes));
  await desk.tile('one.png').click();
  await zoomIn(desk.app);
  const problems: Record<string, readonly string[]> = {};
  const look = async (name: string): Promise<void> => {
    const found = await cutOff(page);
    if (found.length > 0) problems[name] = found;
  };
  await look('library');
  await pressShortcut(page, 'library.delete');
  await expect(page.getByRole('dialog')).toBeVisible();
  await look('a question');
  await page.keyboard.press('Escape');
  for (const id of ['open-generate', 'open-transfers', 'open-usage', 'open-settings'] as const) {
    await pressShortcut(page, `app.${id}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await look(id);
  }
  expect(problems).toEqual({});
});

test.fixme('at 200 % the wizard is whole', async ({ app, sandbox }) => {
  const wizard = new Wizard(app);
  await expect(wizard.button('Connect a Cloudflare account')).toBeVisible();
  await zoomIn(app);
  expect(await cutOff(app.page)).toEqual([]);
  await wizard.button('Connect a Cloudflare account').click();
  expect(await cutOff(app.page)).toEqual([]);
  await wizard.answer({ Endpoint: sandbox.endpoint });
  expect(await cutOff(app.page)).toEqual([]);
});
