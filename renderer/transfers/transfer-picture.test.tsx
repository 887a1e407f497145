import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TransferItem } from '../../shared/transfer';
import { installBridge } from '../bridge';
import { FakeApp } from '../fake/app';
import { fakeBridge } from '../fake-bridge';
import { lookAtThumb } from '../ui/thumb-interest';
import { TransferPicture } from './TransferPicture';

let root: Root;
let item: TransferItem;
const forgotten: unknown[] = [];

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.useFakeTimers();
  forgotten.length = 0;
  const app = new FakeApp(new URLSearchParams({ scene: 'full', language: 'en' }), 0);
  const bridge = fakeBridge(app);
  installBridge({
    ...bridge,
    invoke: (name, input) => {
      if (name === 'library.forgetThumbnails') forgotten.push(input);
      return bridge.invoke(name, input);
    },
  });
  const [first] = app.items;
  if (first === undefined) throw new Error('Nothing is on the list.');
  item = { ...first, contentType: 'image/png', copy: null, state: { kind: 'queued' } };
  const place = document.createElement('div');
  document.body.append(place);
  root = createRoot(place);
});
afterEach(async () => {
  await act(async () => root.unmount());
  document.body.replaceChildren();
  // What has left is told of now, and not by the next test.
  vi.runAllTimers();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const show = (shown: TransferItem) => act(async () => root.render(<TransferPicture item={shown} />));
const image = () => document.querySelector('img');
const fails = () => act(async () => image()?.dispatchEvent(new Event('error')));

it('a picture that could not be had is asked for again when the transfer is in another state, and in time', async () => {
  await show(item);
  await fails();
  expect(image()).toBeNull();
  await show({ ...item, state: { kind: 'paused', movedBytes: 0 } });
  expect(image()).not.toBeNull();
  await fails();
  expect(image()).toBeNull();
  await act(async () => vi.advanceTimersByTime(5000));
  expect(image()).not.toBeNull();
});

it('a tile that scrolls away does not end the making of a picture that a transfer waits for', async () => {
  await show(item);
  lookAtThumb(item.assetId, () => false)();
  vi.advanceTimersByTime(1000);
  expect(forgotten).toEqual([]);
  await act(async () => root.render(null));
  vi.advanceTimersByTime(1000);
  expect(forgotten).toEqual([{ assetIds: [item.assetId] }]);
});
