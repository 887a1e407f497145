import type { Page } from '@playwright/test';

/** What a person can read, or is told, on the page as it is now. */
export interface SeenText {
  readonly text: string;
  /** Where it stands: the element's opening tag, shortened. */
  readonly at: string;
}

/** All texts on show: of elements, and of the attributes that are read aloud or shown as hints. Keys and code are no words. */
export function seenTexts(page: Page): Promise<readonly SeenText[]> {
  return page.evaluate(() => {
    const seen: { text: string; at: string }[] = [];
    const note = (text: string | null, element: Element): void => {
      const words = (text ?? '').trim();
      if (words !== '') seen.push({ text: words, at: element.outerHTML.slice(0, 120) });
    };
    for (const element of document.body.querySelectorAll('*')) {
      if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('kbd, code, pre, svg') !== null)
        continue;
      for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) note(node.textContent, element);
      for (const name of ['aria-label', 'aria-description', 'title', 'placeholder', 'alt'])
        note(element.getAttribute(name), element);
    }
    return seen;
  });
}

/** Texts that are cut off: longer than their place, which neither scrolls nor shows the whole in a hint. */
export function clippedTexts(page: Page): Promise<readonly SeenText[]> {
  return page.evaluate(() => {
    const hasText = (element: Element): boolean =>
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '');
    return [...document.body.querySelectorAll<HTMLElement>('*')]
      .filter((element) => {
        const { overflowX, position, width } = getComputedStyle(element);
        const isHidden = position === 'absolute' && width === '1px';
        return (
          !isHidden &&
          element.checkVisibility({ visibilityProperty: true }) &&
          hasText(element) &&
          (overflowX === 'hidden' || overflowX === 'clip') &&
          element.scrollWidth > element.clientWidth + 1 &&
          element.closest('[title]') === null
        );
      })
      .map((element) => ({ text: element.textContent?.trim() ?? '', at: element.outerHTML.slice(0, 120) }));
  });
}
