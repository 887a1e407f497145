// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import type { LibrarySelection } from '../../shared/library';
import { assetRow, folderRow } from './test-rows';
import { canGoTo } from './use-move-drag';

const folders = (...prefixes: string[]): LibrarySelection => ({ kind: 'folders', connectionId: 'c1', prefixes });
const files: LibrarySelection = { kind: 'assets', connectionId: 'c1', assetIds: ['1', '2'] };

it('never takes a folder into itself or below, moved or copied', () => {
  const dragged = { only: folderRow('a/'), parts: [folders('a/')] };
  expect(canGoTo(dragged, 'a/', true)).toBe(false);
  expect(canGoTo(dragged, 'a/b/', false)).toBe(false);
  expect(canGoTo(dragged, 'ab/', false)).toBe(true);
});

it('does not move one to where it lies, but copies it there', () => {
  const one = { only: assetRow('x.png', { key: 'a/x.png' }), parts: [files] };
  expect(canGoTo(one, 'a/', false)).toBe(false);
  expect(canGoTo(one, 'a/', true)).toBe(true);
  expect(canGoTo(one, '', false)).toBe(true);
  expect(canGoTo({ only: null, parts: [files, folders('b/')] }, 'a/', false)).toBe(true);
});
