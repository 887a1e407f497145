import { type RefObject, useEffect, useRef } from 'react';

/** What Tab leads to. */
const REACHABLE =
  'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), [tabindex]:not([tabindex="-1"])';
/** Where the focus begins on a screen, if not with the first that Tab leads to. */
const HOME = '[data-home]';

/** A place that had the focus in it: an element, and the index of its child. */
interface Place {
  readonly parent: Element;
  readonly index: number;
}

function placesOf(element: Element): readonly Place[] {
  const places: Place[] = [];
  for (let node = element, parent = node.parentElement; parent !== null; node = parent, parent = node.parentElement)
    places.push({ parent, index: [...parent.children].indexOf(node) });
  return places;
}

/** News in the corner is read and goes by itself: nobody goes on from there. */
function isReachable(element: HTMLElement): boolean {
  return element.checkVisibility() && element.closest('[inert], .mantine-Notifications-root') === null;
}

/** The first that can be reached in what has taken the lost one's place, then after it, then before it. */
function reachableFrom({ parent, index }: Place): HTMLElement | undefined {
  const children = [...parent.children];
  const order = [...children.slice(index), ...children.slice(0, index).reverse()];
  return order
    .flatMap((child) => [...(child.matches(REACHABLE) ? [child as HTMLElement] : []), ...all(child, REACHABLE)])
    .find(isReachable);
}

function all(parent: Element, selector: string): readonly HTMLElement[] {
  return [...parent.querySelectorAll<HTMLElement>(selector)];
}

function rescue(places: readonly Place[]): void {
  for (const place of places) {
    const { parent } = place;
    if (!parent.isConnected) continue;
    const itself = parent instanceof HTMLElement && parent.tabIndex === -1 && parent.hasAttribute('tabindex');
    const next = all(parent, HOME).find(isReachable) ?? reachableFrom(place) ?? (itself ? parent : undefined);
    if (next !== undefined) return next.focus({ preventScroll: true });
  }
}

/** Nothing that can be seen has the focus. */
function isNowhere(): boolean {
  const { activeElement } = document;
  return activeElement === null || activeElement === document.body || !activeElement.checkVisibility();
}

/** A screen that has just been loaded takes the focus that waited for it in its frame. */
export function useFocusOfFrame<Part extends HTMLElement>(): RefObject<Part | null> {
  const part = useRef<Part>(null);
  useEffect(() => {
    const frame = part.current?.parentElement;
    if (frame !== null && frame !== undefined && document.activeElement === frame)
      rescue([{ parent: frame, index: 0 }]);
  }, []);
  return part;
}

/**
 * Keeps the focus on the page when what had it is taken away: a row that is gone, a dialog that is closed, a screen that makes room
 * for another. It goes to what is nearest to the old place, so that the keyboard goes on from there.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let places: readonly Place[] = [];
    // An element that is hidden or taken out of the page has no size any more; nothing else tells of it as cheaply.
    const observer = new ResizeObserver((entries) => {
      const isGone = entries.some(({ target }) => !target.checkVisibility());
      if (isGone && isNowhere()) rescue(places);
    });
    const onFocus = ({ target }: FocusEvent): void => {
      if (!(target instanceof Element)) return;
      observer.disconnect();
      places = placesOf(target);
      observer.observe(target);
      // Some are drawn by others, and have no size of their own to lose.
      if (target.parentElement !== null) observer.observe(target.parentElement);
    };
    document.addEventListener('focusin', onFocus);
    return () => {
      document.removeEventListener('focusin', onFocus);
      observer.disconnect();
    };
  }, []);
}
