import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { installBridge } from '../../bridge';
import { fakeBridge } from '../../fake-bridge';
import { FakeApp } from '../../fake/app';
import { connectMirror } from '../../mirror';
import { useZoom } from './use-zoom';

const KEYS = ['0', '1', '+', '-', '='];

let root: Root;
let place: HTMLElement;

function Picture({ children }: { readonly children?: React.ReactNode }) {
  const { box } = useZoom({ width: 800, height: 600 });
  return (
    <>
      <div ref={box} tabIndex={-1} />
      {children}
    </>
  );
}

async function draw(beside?: React.ReactNode): Promise<void> {
  await act(async () => root.render(<Picture>{beside}</Picture>));
}

/** Those of the keys that are taken when they are pressed there, and so not written. */
function taken(target: Element | null): readonly string[] {
  return KEYS.filter(
    (key) => target?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })) === false,
  );
}

beforeEach(async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  installBridge(fakeBridge(new FakeApp(new URLSearchParams({ scene: 'library', pace: '0' }), 0)));
  await connectMirror();
  place = document.createElement('div');
  document.body.append(place);
  root = createRoot(place);
});

afterEach(async () => {
  await act(async () => root.unmount());
  place.remove();
  vi.unstubAllGlobals();
});

it('takes the keys that zoom', async () => {
  await draw();
  expect(taken(place.querySelector('div'))).toEqual(KEYS);
});

it('leaves them to a field that stands over the picture', async () => {
  await draw(<input />);
  expect(taken(place.querySelector('input'))).toEqual([]);
});

it('leaves them to a question that stands before the picture', async () => {
  await draw(
    <div role="dialog" aria-modal>
      <button type="button" />
    </div>,
  );
  expect(taken(place.querySelector('button'))).toEqual([]);
});

it('does nothing on a key that something else has taken', async () => {
  await draw();
  const box = place.querySelector('div');
  const prevented = vi.fn();
  box?.addEventListener('keydown', (event) => {
    event.preventDefault();
    event.preventDefault = prevented;
  });
  taken(box);
  expect(prevented).not.toHaveBeenCalled();
});
