import type { Page } from '@playwright/test';

/**
 * What a person cannot reach in the window as it is: cut off at a side, or below where nothing scrolls, or to be had only by scrolling
 * sideways. Text that ends in an ellipsis is meant to.
 */
export function cutOff(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    // What has just come is on its way into its place for a frame.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const found: string[] = [];
    const name = (element: Element): string => element.outerHTML.slice(0, 140);
    const frameOf = (element: Element, axis: 'overflowX' | 'overflowY'): Element | null => {
      let place = element.parentElement;
      while (place !== null && getComputedStyle(place)[axis] === 'visible') place = place.parentElement;
      return place;
    };
    const isBesideItsFrame = (element: Element, { left, right }: DOMRect): boolean => {
      const frame = frameOf(element, 'overflowX')?.getBoundingClientRect();
      return right > Math.min(frame?.right ?? innerWidth, innerWidth) + 1 || left < Math.max(frame?.left ?? 0, 0) - 1;
    };
    const isBelowItsFrame = (element: Element, { bottom }: DOMRect): boolean => {
      const frame = frameOf(element, 'overflowY');
      const scrolls = frame !== null && /auto|scroll/.test(getComputedStyle(frame).overflowY);
      return !scrolls && bottom > (frame?.getBoundingClientRect().bottom ?? innerHeight) + 1;
    };
    const widest = (frame: HTMLElement): string =>
      [...frame.querySelectorAll('*')]
        .filter((one) => one.getBoundingClientRect().right > frame.getBoundingClientRect().left + frame.clientWidth + 1)
        .map((one) => name(one))
        .at(-1) ?? '';
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      if (!element.checkVisibility({ visibilityProperty: true })) continue;
      const { overflowX, textOverflow } = getComputedStyle(element);
      if (/auto|scroll/.test(overflowX) && element.scrollWidth > element.clientWidth + 1)
        found.push(`scrolls sideways: ${name(element)}, for ${widest(element)}`);
      if (!element.matches('button, a, input:not([type="radio"], [type="checkbox"]), textarea, h1, h2, h3, label, p'))
        continue;
      const box = element.getBoundingClientRect();
      if (box.width <= 1 || textOverflow === 'ellipsis') continue;
      if (isBesideItsFrame(element, box)) found.push(`cut off: ${name(element)}`);
      else if (isBelowItsFrame(element, box)) found.push(`cut off below: ${name(element)}`);
    }
    return found;
  });
}
