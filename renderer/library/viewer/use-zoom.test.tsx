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
  const { box, style, events } = useZoom({ width: 800, height: 600 });
  return (
    <>
      <div ref={box} tabIndex={-1} {...events}>
        <span style={style ?? {}} />
      </div>
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
  vi.restoreAllMocks();
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

it('lets go of a picture whose button was let go elsewhere', async () => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(400);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(300);
  await draw();
  const box = place.querySelector('div');
  const placed = (): string => place.querySelector('span')?.style.transform ?? '';
  const point = (name: string, buttons: number, clientX: number): Promise<void> =>
    act(async () => {
      box?.dispatchEvent(new PointerEvent(name, { pointerId: 1, buttons, clientX, clientY: 10, bubbles: true }));
    });
  await point('pointerdown', 1, 10);
  await act(async () => {
    const turned = new WheelEvent('wheel', { deltaY: -600, bubbles: true, cancelable: true });
    // happy-dom's has no place.
    box?.dispatchEvent(Object.assign(turned, { clientX: 10, clientY: 10 }));
  });
  const before = placed();
  await point('pointermove', 1, 40);
  const moved = placed();
  expect(moved).not.toBe(before);
  await point('pointermove', 0, 70);
  expect(placed()).toBe(moved);
});
