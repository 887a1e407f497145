import { afterEach, expect, it, vi } from 'vitest';
import type { TransferItem } from '../../shared/transfer';
import { button, closeApp, found, press, rendered, says, showApp } from '../app-page.test-support';
import { navigate } from '../navigation';
import type { FakeApp } from '../fake/app';

afterEach(() => {
  vi.restoreAllMocks();
  closeApp();
});

function conflictOf(app: FakeApp): TransferItem {
  const [one] = app.items.filter(({ state }) => state.kind === 'conflict');
  if (one === undefined) throw new Error('No name is taken.');
  return one;
}

/** Two files whose names are taken. */
function withTwo(app: FakeApp): void {
  const one = conflictOf(app);
  app.items = [
    { ...one, id: 'first', name: 'first.png' },
    { ...one, id: 'second', name: 'second.png' },
  ];
  app.publishTransfers();
}

async function showTwo(): Promise<FakeApp> {
  const shown: FakeApp[] = [];
  await showApp('full', (app) => {
    withTwo(app);
    shown.push(app);
  });
  const [app] = shown;
  if (app === undefined) throw new Error('Nothing is shown.');
  return app;
}

function gone(text: string): Promise<true> {
  return found(() => (document.body.textContent.includes(text) ? null : true));
}

/** Tells the page as main does: of what is gone nothing, and of the rest no more than is given. */
function tell(app: FakeApp, changed: readonly TransferItem[]): void {
  app.publishTransfers();
  app.state.set('transfers', { ...app.state.slices.transfers, changed });
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

it('does not answer for the next file by a key that is held', async () => {
  await showApp('full', withTwo);
  await says('“first.png” is already in');
  const replace = await button('Replace');
  // The browser presses a button by each such key that nobody has kept from it.
  const press = (repeat: boolean): boolean =>
    replace.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', repeat, bubbles: true, cancelable: true }));
  expect([press(false), press(true)]).toEqual([true, false]);
});

it('asks about the next one when the one that it asks about was cancelled', async () => {
  const app = await showTwo();
  await says('“first.png” is already in');
  app.items = app.items.slice(1);
  tell(app, app.items);
  await says('“second.png” is already in');
});

it('asks about a file that many have come after', async () => {
  await showApp('full', (app) => {
    const one = conflictOf(app);
    const done = { kind: 'done', finishedAt: 0, verified: 'md5' } as const;
    const after = Array.from({ length: 600 }, (_, n) => ({ ...one, id: `done-${n}`, state: done }));
    app.items = [...after, { ...one, id: 'old', name: 'old.png' }];
    tell(app, []);
  });
  await says('“old.png” is already in');
});

it('asks about the very file whose row is clicked', async () => {
  // A list without a height shows no row.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  await showTwo();
  await says('“first.png” is already in');
  await press('Decide later');
  await gone('is already in');
  navigate('transfers');
  const row = await found(() => document.querySelector<HTMLElement>('[role="listitem"][aria-label^="second.png"]'));
  row.querySelector<HTMLElement>('[aria-label="Decide…"]')?.click();
  await says('“second.png” is already in');
});

it('counts for one answer those alone that it is given for, and is asked for it anew where that changes', async () => {
  const app = await showTwo();
  const [one, two] = app.items;
  if (one === undefined || two === undefined) throw new Error('Nothing is asked.');
  const here = { direction: 'download', localPath: '/pictures/here.png' } as const;
  app.items = [one, two, { ...one, ...here, id: 'third' }, { ...one, ...here, id: 'fourth' }];
  app.publishTransfers();
  await says('Do the same for 1 more');
  const all = (): HTMLInputElement | null => document.querySelector('[role="dialog"] input[type="checkbox"]');
  all()?.click();
  await found(() => (all()?.checked === true ? true : null));
  app.items = app.items.slice(2);
  tell(app, app.items);
  await says('“here.png” is already in');
  await found(() => (all()?.checked === false ? true : null));
});
