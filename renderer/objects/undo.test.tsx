import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LibrarySelection } from '../../shared/library';
import { failure } from '../../shared/failure';
import { added } from '../fake/added';
import { installBridge } from '../bridge';
import { startI18n } from '../i18n';
import { notify } from '../ui/notify';
import { send } from './object-actions';
import { undoLast } from './undo';

const FILES: LibrarySelection = { kind: 'assets', connectionId: 'c1', assetIds: ['a'] };
const FOLDERS: LibrarySelection = { kind: 'folders', connectionId: 'c1', prefixes: ['f/'] };
const TARGET = { connectionId: 'c1', prefix: 'to/' };

let asked: unknown[] = [];
let undone: string[] = [];
/** The moves that something lies in the way of. */
let taken: readonly string[] = [];
/** What is selected beside folders lies in them. */
let allBeside = false;

beforeEach(async () => {
  await startI18n('en');
  asked = [];
  undone = [];
  taken = [];
  allBeside = false;
  let last = 0;
  installBridge({
    invoke: async (name, input) => {
      asked.push(input);
      if (name === 'library.moveTo' && allBeside && (input as { besides: string[] }).besides.length > 0)
        return { ok: false, failure: failure('nothing-to-add') };
      if (name === 'library.moveTo') return { ok: true, value: { ...added(2), undoId: `move-${(last += 1)}` } };
      const { undoId } = input as { readonly undoId: string };
      if (taken.includes(undoId)) return { ok: true, value: { kind: 'taken', key: 'a.png' } };
      undone.push(undoId);
      return { ok: true, value: { kind: 'undone', count: 2 } };
    },
    subscribe: () => () => undefined,
    pathOfFile: () => '',
  });
});

afterEach(() => vi.restoreAllMocks());

it('tells of files and folders that are moved together once, and takes both back by one key', async () => {
  const told = vi.spyOn(notify, 'good');
  await send([FILES, FOLDERS], TARGET, true);
  expect(told.mock.calls.map(([{ title }]) => title)).toEqual(['Moving 4 objects']);
  await undoLast();
  expect(undone).toEqual(['move-1', 'move-2']);
  expect(told.mock.calls.at(-1)?.[0].title).toBe('Undone: 4 objects go back to their places');
});

it('names the folders that files are moved beside, so that what lies in those is not moved twice', async () => {
  await send([FILES, FOLDERS], TARGET, true);
  expect(asked).toEqual([
    { selection: FILES, target: TARGET, besides: ['f/'] },
    { selection: FOLDERS, target: TARGET, besides: [] },
  ]);
});

it('moves a folder where all files that are selected with it lie in it', async () => {
  const wrong = vi.spyOn(notify, 'failure');
  const told = vi.spyOn(notify, 'good');
  allBeside = true;
  await send([FILES, FOLDERS], TARGET, true);
  expect(told.mock.calls.map(([{ title }]) => title)).toEqual(['Moving 2 objects']);
  expect(wrong).not.toHaveBeenCalled();
});

it('takes the move before back with the next key', async () => {
  await send([FILES], TARGET, true);
  await send([FOLDERS], TARGET, true);
  await undoLast();
  await undoLast();
  expect(undone).toEqual(['move-2', 'move-1']);
});

it('keeps what something is in the way of, to be tried again', async () => {
  await send([FILES, FOLDERS], TARGET, true);
  taken = ['move-1'];
  await undoLast();
  expect(undone).toEqual(['move-2']);
  taken = [];
  await undoLast();
  expect(undone).toEqual(['move-2', 'move-1']);
});
