import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { StateEvent } from '../shared/contract';
import { EMPTY_LIBRARY, type FolderRow, type LibraryState } from '../shared/library';
import { FakeApp } from './fake/app';
import { fakeBridge } from './fake-bridge';
import { installBridge } from './bridge';
import { connectMirror, useFields } from './mirror';

let root: Root;
let tell: (event: StateEvent) => void = () => undefined;
let sequence = 1000;
let seen: Pick<LibraryState, 'folders' | 'objectCount'>[] = [];

function Probe() {
  seen.push(useFields('library', 'folders', 'objectCount'));
  return null;
}

async function become(value: LibraryState): Promise<void> {
  sequence += 1;
  await act(async () => tell({ sequence, kind: 'slice', slice: 'library', value }));
}

beforeEach(async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  const fake = fakeBridge(new FakeApp(new URLSearchParams({ scene: 'quiet', language: 'en', pace: '0' }), 0));
  installBridge({
    ...fake,
    subscribe: (listener) => {
      tell = listener;
      return () => undefined;
    },
  });
  await connectMirror();
  await become(EMPTY_LIBRARY);
  seen = [];
  root = createRoot(document.createElement('div'));
  await act(async () => root.render(<Probe />));
});

afterEach(async () => {
  await act(async () => root.unmount());
  vi.unstubAllGlobals();
});

const folder: FolderRow = { kind: 'folder', prefix: 'a/', name: 'a', count: 1 };

it('who shows some fields hears of these alone, and of what is equal not at all', async () => {
  await become({ ...EMPTY_LIBRARY, folders: [folder], objectCount: 1 });
  expect(seen.at(-1)).toMatchObject({ folders: [folder], objectCount: 1 });
  const drawn = seen.length;
  await become({ ...EMPTY_LIBRARY, folders: [{ ...folder }], objectCount: 1, revision: 7 });
  expect(seen).toHaveLength(drawn);
  await become({ ...EMPTY_LIBRARY, folders: [{ ...folder }], objectCount: 2, revision: 8 });
  expect(seen.at(-1)).toMatchObject({ folders: [folder], objectCount: 2 });
  await become({ ...EMPTY_LIBRARY, objectCount: 2, revision: 9 });
  expect(seen.at(-1)).toMatchObject({ folders: [], objectCount: 2 });
});
