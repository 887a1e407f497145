import { type CSSProperties, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { shortcutIn } from '../../../shared/shortcuts';
import { isAsking } from '../../ui/asking';
import { pressOf } from '../../ui/press';
import { isTyped } from '../../ui/typed';
import { fitted, middle, panned, pinched, zoomed, type Point, type Size, type Zoom } from './zoom';

export interface Zooming {
  readonly box: RefObject<HTMLDivElement | null>;
  /** Where the picture is drawn; null while its size is not known. */
  readonly style: CSSProperties | null;
  readonly scale: number | null;
  /** Larger than fits, so that it can be moved. */
  readonly zoomed: boolean;
  readonly events: {
    readonly onPointerDown: (event: PointerEvent<HTMLDivElement>) => void;
    readonly onPointerMove: (event: PointerEvent<HTMLDivElement>) => void;
    readonly onPointerUp: (event: PointerEvent<HTMLDivElement>) => void;
    readonly onPointerCancel: (event: PointerEvent<HTMLDivElement>) => void;
    readonly onDoubleClick: (event: React.MouseEvent) => void;
  };
  step(factor: number): void;
  reset(): void;
  /** A pixel of the picture on a CSS pixel. */
  actual(): void;
}

const CENTRE: Point = { x: 0, y: 0 };

/** Zoom and place of a picture of a known size. No own zoom means: the whole picture, also when the window changes. */
export function useZoom(picture: Size | null): Zooming {
  const box = useRef<HTMLDivElement>(null);
  const size = useBoxSize(box);
  const [own, setOwn] = useState<Zoom | null>(null);
  const fingers = useRef(new Map<number, Point>());
  const fit = picture === null || size === null ? null : fitted(picture, size);
  const zoom = own ?? fit;

  const scaleTo = (scale: number, at: Point): void => {
    if (picture === null || size === null || fit === null || zoom === null) return;
    const next = zoomed(zoom, scale, at, picture, size);
    setOwn(next.scale <= fit.scale ? null : next);
  };
  const step = (factor: number, at: Point = CENTRE): void => scaleTo((zoom?.scale ?? 1) * factor, at);
  const reset = (): void => setOwn(null);
  const actual = (): void => scaleTo(1, CENTRE);
  useWheel(box, (delta, at) => step(Math.exp(-delta / 320), at));
  useZoomKeys({ step, reset, actual });

  return {
    box,
    scale: zoom?.scale ?? null,
    zoomed: own !== null,
    style:
      zoom === null || picture === null
        ? null
        : {
            width: picture.width * zoom.scale,
            height: picture.height * zoom.scale,
            transform: `translate(-50%, -50%) translate(${zoom.x}px, ${zoom.y}px)`,
          },
    events: {
      onPointerDown: (event) => {
        if (event.button !== 0) return;
        fingers.current.set(event.pointerId, pointOf(event));
        if (own !== null || event.pointerType === 'touch') event.currentTarget.setPointerCapture(event.pointerId);
      },
      onPointerMove: (event) => {
        // What is let go outside, before the pointer was held fast, is told to nobody.
        if (event.buttons === 0) fingers.current.delete(event.pointerId);
        const from = fingers.current.get(event.pointerId);
        if (from === undefined || picture === null || size === null) return;
        const to = pointOf(event);
        const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
        fingers.current.set(event.pointerId, to);
        if (other !== undefined) step(pinched(other, from, to), fromCentre(box.current, middle(other, to)));
        else if (own !== null) setOwn(panned(own, { x: to.x - from.x, y: to.y - from.y }, picture, size));
      },
      onPointerUp: (event) => {
        fingers.current.delete(event.pointerId);
      },
      onPointerCancel: (event) => {
        fingers.current.delete(event.pointerId);
      },
      onDoubleClick: (event) => {
        if (own !== null) reset();
        else scaleTo(Math.max(1, (fit?.scale ?? 1) * 2), fromCentre(box.current, pointOf(event)));
      },
    },
    step,
    reset,
    actual,
  };
}

function pointOf({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): Point {
  return { x: clientX, y: clientY };
}

function fromCentre(element: HTMLElement | null, { x, y }: Point): Point {
  if (element === null) return CENTRE;
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: x - left - width / 2, y: y - top - height / 2 };
}

function useBoxSize(box: RefObject<HTMLDivElement | null>): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const read = (): void => setSize({ width: element.clientWidth, height: element.clientHeight });
    read();
    const observer = new ResizeObserver(read);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return size;
}

/** A wheel listener that may keep the page from zooming, which React's own may not. */
function useWheel(box: RefObject<HTMLDivElement | null>, turn: (delta: number, at: Point) => void): void {
  const latest = useRef(turn);
  latest.current = turn;
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      // A pinch on a trackpad comes as small steps with Ctrl.
      latest.current(event.ctrlKey ? event.deltaY * 4 : event.deltaY, fromCentre(element, pointOf(event)));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [box]);
}

function useZoomKeys(keys: Pick<Zooming, 'step' | 'reset' | 'actual'>): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      // The palette and questions stand over the picture.
      if (event.defaultPrevented || isTyped(event) || isAsking()) return;
      const name = shortcutIn('viewer', pressOf(event));
      if (name === 'zoom-in') latest.current.step(1.5);
      else if (name === 'zoom-out') latest.current.step(1 / 1.5);
      else if (name === 'fit') latest.current.reset();
      else if (name === 'actual') latest.current.actual();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
