import { type PointerEvent, type RefObject, useCallback, useEffect, useRef } from 'react';
import { drop } from '../../shared/drop';
import { appFacts } from '../mirror';
import { useLibrary } from './library-model';
import type { LineScroller } from './line-scroller';
import { edgeSpeed, touchedBy, type BandPlace, type ListPoint, type Touched } from './rubber-band';
import { NOTHING, type Selection } from './selection';

/** A press that moves less than this is a click, px. */
const SLACK = 4;

interface Sweep {
  readonly from: ListPoint;
  /** What was selected before and stays so. */
  readonly onto: Selection;
  /** The pointer in the window. */
  client: ListPoint;
  moved: boolean;
  touched: string;
}

/** Selects by a band that is drawn from empty space on. `band`: the element that shows it. Rows are read as it grows over them. */
export function useRubberBand(
  element: RefObject<HTMLDivElement | null>,
  band: RefObject<HTMLDivElement | null>,
  scroller: LineScroller,
  place: BandPlace,
): (event: PointerEvent) => void {
  const { grid } = useLibrary();
  const latest = useRef({ grid, place });
  latest.current = { grid, place };
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);

  return useCallback(
    (event: PointerEvent): void => {
      const box = element.current;
      if (box === null || event.button !== 0 || event.pointerType === 'touch' || !isEmpty(event, box)) return;
      stop.current?.abort();
      const ending = new AbortController();
      stop.current = ending;
      const command = appFacts().platform === 'darwin' ? event.metaKey : event.ctrlKey;
      const client = { x: event.clientX, y: event.clientY };
      const onto = command || event.shiftKey ? latest.current.grid.selection : NOTHING;
      const sweep: Sweep = { from: listPoint(client, box, scroller), onto, client, moved: false, touched: '' };
      follow(sweep, ending, () => {
        const to = listPoint(sweep.client, box, scroller);
        draw(band.current, sweep.from, to, scroller);
        const touched = touchedBy(sweep.from, to, latest.current.place);
        const name = JSON.stringify(touched);
        if (name === sweep.touched) return;
        sweep.touched = name;
        drop(latest.current.grid.sweep(indexesOf(touched, latest.current.place), sweep.onto));
      });
      const scroll = (): void => {
        if (ending.signal.aborted) return;
        const { top, bottom } = box.getBoundingClientRect();
        const speed = sweep.moved ? edgeSpeed(sweep.client.y - top, bottom - sweep.client.y) : 0;
        if (speed !== 0) {
          box.scrollTop += speed;
          window.dispatchEvent(new Event('bandscroll'));
        }
        requestAnimationFrame(scroll);
      };
      requestAnimationFrame(scroll);
      ending.signal.addEventListener('abort', () => hide(band.current));
    },
    [element, band, scroller],
  );
}

/** Hears the pointer until it is let go; the click that ends a band is not one on empty space. */
function follow(sweep: Sweep, ending: AbortController, update: () => void): void {
  const { signal } = ending;
  const onMove = (event: globalThis.PointerEvent): void => {
    const { x, y } = sweep.client;
    const far = Math.hypot(event.clientX - x, event.clientY - y) > SLACK;
    if (!sweep.moved && !far) return;
    sweep.moved = true;
    sweep.client = { x: event.clientX, y: event.clientY };
    update();
  };
  const onEnd = (): void => {
    ending.abort();
    if (!sweep.moved) return;
    const swallow = (event: Event): void => event.stopPropagation();
    window.addEventListener('click', swallow, { capture: true, once: true });
    setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 0);
  };
  window.addEventListener('pointermove', onMove, { signal });
  window.addEventListener('bandscroll', update, { signal });
  window.addEventListener('pointerup', onEnd, { signal });
  window.addEventListener('pointercancel', onEnd, { signal });
  window.addEventListener('blur', onEnd, { signal });
}

/** On no row, no header, and not on the scroll bar. */
function isEmpty(event: PointerEvent, box: HTMLElement): boolean {
  const { target } = event;
  if (!(target instanceof Element) || target.closest('[data-index], [role="columnheader"], button') !== null)
    return false;
  return event.clientX - box.getBoundingClientRect().left < box.clientWidth;
}

function listPoint({ x, y }: ListPoint, box: HTMLElement, scroller: LineScroller): ListPoint {
  const { left, top } = box.getBoundingClientRect();
  return { x: x - left, y: y - top + scroller.place.list };
}

function indexesOf(touched: Touched | null, { layout, rowCount }: BandPlace): readonly (readonly [number, number])[] {
  if (touched === null) return [];
  const { first, last, left, right } = touched;
  const { columns } = layout;
  const end = rowCount - 1;
  if (left === 0 && right === columns - 1) return [[first * columns, Math.min(end, last * columns + right)]];
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const line = (first + i) * columns;
    return [line + left, Math.min(end, line + right)] as const;
  }).filter(([from, to]) => from <= to);
}

function draw(band: HTMLElement | null, a: ListPoint, b: ListPoint, scroller: LineScroller): void {
  if (band === null) return;
  const { list, bar } = scroller.place;
  band.style.transform = `translate(${Math.min(a.x, b.x)}px, ${Math.min(a.y, b.y) - list + bar}px)`;
  band.style.width = `${Math.abs(a.x - b.x)}px`;
  band.style.height = `${Math.abs(a.y - b.y)}px`;
  band.dataset['shown'] = 'true';
}

function hide(band: HTMLElement | null): void {
  if (band !== null) delete band.dataset['shown'];
}
