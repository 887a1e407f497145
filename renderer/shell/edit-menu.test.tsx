import { afterEach, expect, it } from 'vitest';
import { closeApp, found, rendered, says, showApp } from '../app-page.test-support';
import { navigate } from '../navigation';
import { obey } from './obey';

afterEach(closeApp);

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
});

it('does it to the text of the field that has the focus', async () => {
  const sent = await showApp('quiet');
  (await found(() => document.querySelector<HTMLInputElement>('input[type="search"]'))).focus();
  await rendered();
  obey('select-all');
  obey('delete');
  await expect.poll(() => textEdits(sent)).toEqual([{ command: 'select-all' }, { command: 'delete' }]);
});

it('leaves it to the text where no files are on show', async () => {
  const sent = await showApp('quiet');
  navigate('usage');
  await found(() => (document.querySelector('[role="grid"]') === null ? true : null));
  obey('copy');
  await expect.poll(() => textEdits(sent)).toEqual([{ command: 'copy' }]);
});
