import { afterEach, expect, it } from 'vitest';
import { button, closeApp, found, rendered, says, showApp } from '../app-page.test-support';
import type { FakeApp } from '../fake/app';

afterEach(closeApp);

/** Two files whose names are taken. */
function withTwo(app: FakeApp): void {
  const [one] = app.items.filter(({ state }) => state.kind === 'conflict');
  if (one === undefined) throw new Error('No name is taken.');
  app.items = [
    { ...one, id: 'first', name: 'first.png' },
    { ...one, id: 'second', name: 'second.png' },
  ];
  app.publishTransfers();
}

function click(target: HTMLElement, detail: number): Promise<void> {
  target.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail }));
  return rendered();
}

it('answers for one file by a double click, not for the next one as well', async () => {
  const sent = await showApp('full', withTwo);
  await says('“first.png” is already in');
  const replace = await button('Replace');
  await click(replace, 1);
  await says('“second.png” is already in');
  await click(replace, 2);
  const decided = () => sent.filter(({ name }) => name === 'transfers.decide').map(({ input }) => input);
  expect(decided()).toEqual([{ transferId: 'first', decision: 'replace', forAll: false }]);
  await click(replace, 1);
  await found(() => (decided().length === 2 ? true : null));
});
