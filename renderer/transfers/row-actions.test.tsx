import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { failure } from '../../shared/failure';
import type { TransferItem, TransferState } from '../../shared/transfer';
import { answerOtherwise, closeApp, found, press, rendered, says, showApp, type Sent } from '../app-page.test-support';
import type { FakeApp } from '../fake/app';
import { readSlice } from '../mirror';
import { navigate, readNavigation } from '../navigation';

const DONE: TransferState = { kind: 'done', finishedAt: 0, verified: 'md5' };

// A list without a height shows no row.
beforeEach(() => void vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600));

afterEach(() => {
  vi.restoreAllMocks();
  closeApp();
});

/** One transfer to the second of three buckets; the first is open. */
const withOne =
  (state: TransferState, more: Partial<TransferItem>) =>
  (app: FakeApp): void => {
    const [first] = app.items;
    if (first === undefined) throw new Error('Nothing is on the list.');
    const there: Partial<TransferItem> = { connectionId: 'c2', bucket: 'archive-2025', key: 'old/logo.png' };
    app.items = [{ ...first, ...there, name: 'logo.png', assetId: 'a1', state, ...more }];
    app.publishTransfers();
  };

async function showOne(state: TransferState, more: Partial<TransferItem> = {}): Promise<readonly Sent[]> {
  const sent = await showApp('full', withOne(state, more));
  navigate('transfers');
  await found(() => document.querySelector('[role="listitem"][aria-label^="logo.png"]'));
  return sent;
}

it('opens the bucket that a transfer went to before its folder there is shown', async () => {
  await showOne(DONE);
  await press('Show in the library');
  await found(() => (readNavigation().screen === 'library' ? true : null));
  expect(readSlice('connections').activeId).toBe('c2');
  expect(readNavigation().scope).toEqual({ kind: 'folder', prefix: 'old/' });
});

const labels = (): readonly (string | null)[] =>
  [...document.querySelectorAll('[role="listitem"] button')].map((one) => one.getAttribute('aria-label'));

it('copies the link of what has arrived, in whichever bucket, before all else', async () => {
  const sent = await showOne(DONE);
  expect(labels()).toEqual(['Copy link', 'Show in the library']);
  const selection = { kind: 'assets', connectionId: 'c2', assetIds: ['a1'] };
  await press('Copy link');
  expect(sent.find(({ name }) => name === 'links.copy')?.input).toEqual({ selections: [selection], wish: null });
  expect(readNavigation().screen).toBe('transfers');
});

it('copies no link of what has been downloaded', async () => {
  await showOne(DONE, { direction: 'download' });
  expect(labels()).toEqual(['Show on this computer']);
});

it('stays where it is, and tells, where that bucket cannot be opened', async () => {
  await showOne(DONE);
  answerOtherwise('connections.select', async () => ({ ok: false, failure: failure('no-connection') }));
  await press('Show in the library');
  await says('No bucket is connected');
  await rendered();
  expect(readNavigation().screen).toBe('transfers');
});

it('leads to the connection that failed, not to the open one', async () => {
  await showOne({ kind: 'failed', failure: failure('wrong-secret') });
  const buttons = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[role="listitem"] button')];
  (await found(() => buttons().find(({ textContent }) => textContent === 'Edit connection'))).click();
  expect(readNavigation().setup).toEqual({ kind: 'edit', connectionId: 'c2', step: 'keys' });
});
