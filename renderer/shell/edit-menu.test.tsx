import { afterEach, expect, it, vi } from 'vitest';
import { closeApp, found, press, rendered, says, showApp } from '../app-page.test-support';
import { navigate } from '../navigation';
import { obey } from './obey';

afterEach(() => {
  vi.restoreAllMocks();
  closeApp();
});

function textEdits(sent: Awaited<ReturnType<typeof showApp>>): readonly unknown[] {
  return sent.flatMap(({ name, input }) => (name === 'app.editText' ? [input] : []));
}

it('does the Edit menu to the files of the library, where no text is edited', async () => {
  const sent = await showApp('quiet');
  await found(() => document.querySelector('[role="grid"][aria-busy="false"]'));
  obey('select-all');
  await says(' selected');
  obey('copy');
  await expect.poll(() => sent.map(({ name }) => name)).toContain('links.copy');
  obey('undo');
  await says('Nothing to undo');
  obey('delete');
  await says('Delete these files?');
  expect(textEdits(sent)).toEqual([]);
  // In front of the question nothing else is done to the files.
  obey('select-all');
  await expect.poll(() => textEdits(sent)).toEqual([{ command: 'select-all' }]);
  await press('Cancel');
});

it('does it to the text of the field that has the focus', async () => {
  const sent = await showApp('quiet');
  (await found(() => document.querySelector<HTMLInputElement>('input[type="search"]'))).focus();
  await rendered();
  obey('select-all');
  obey('delete');
  await expect.poll(() => textEdits(sent)).toEqual([{ command: 'select-all' }, { command: 'delete' }]);
});

it('leaves to the text on show in the viewer what is nothing to do to a file', async () => {
  // happy-dom has no full screen.
  Object.defineProperty(document, 'fullscreenElement', { value: null, configurable: true });
  // A grid without a height shows no tile.
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1_000);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(800);
  const sent = await showApp('quiet', (app) => {
    app.assets = app.assets.filter(({ name }) => name.endsWith('.txt'));
  });
  const tile = await found(() => document.querySelector('[role="gridcell"][aria-label*=".txt"]'));
  tile.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
  await found(() => document.querySelector('[data-viewer] [role="document"]'));
  obey('select-all');
  obey('undo');
  await expect.poll(() => textEdits(sent)).toEqual([{ command: 'select-all' }, { command: 'undo' }]);
  obey('copy');
  await expect.poll(() => sent.map(({ name }) => name)).toContain('links.copy');
  expect(textEdits(sent)).toHaveLength(2);
});

it('leaves it to the text where no files are on show', async () => {
  const sent = await showApp('quiet');
  navigate('usage');
  await found(() => (document.querySelector('[role="grid"]') === null ? true : null));
  obey('copy');
  await expect.poll(() => textEdits(sent)).toEqual([{ command: 'copy' }]);
});
