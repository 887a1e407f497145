import type { LibraryView } from '../../../shared/library';
import { NO_FILTERS } from '../../../shared/view-filters';
import type { PlainApp } from '../plain-app';

const TYPED = ['sunset', 'dragon 77', 'blue', '0123', 'winter jpg', 'storm velvet 9'];
const ASKED = ['harbour', 'castle 41', 'golden', '4567', 'quiet png', 'neon paper 3'];
/** The order in which the page shows all files. */
export const NEWEST_FIRST = { field: 'date', direction: 'desc' } as const;
const SCROLL_MS = 8000;

/** The value below which a share of all lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** All files that a search finds. */
export function viewOfAll(connectionId: string, search: string, sort: LibraryView['sort']): LibraryView {
  const scope = { kind: 'smart', view: 'all' } as const;
  return { connectionId, scope, search, kinds: [], filters: NO_FILTERS, flat: false, sort };
}

/** Typed by a person: of each letter, ms from its input event to the frame after the grid has other rows. */
export async function measureTyping(app: PlainApp): Promise<readonly number[]> {
  const painted: number[] = [];
  for (const text of TYPED) {
    await focusSearch(app);
    for (const letter of text) {
      const waiting = app.evaluate(paintedAfterInput, null);
      await app.press(letter);
      const after = await waiting;
      if (after !== null) painted.push(after);
    }
    await app.press('Escape');
    await app.shows('[role="gridcell"][aria-label]');
  }
  return painted;
}

/** Asked of the main process, letter by letter, in the order of the page: ms of each round trip. Others than the typed ones, whose answers are kept. */
export async function measureAsking(app: PlainApp): Promise<readonly number[]> {
  const asked: number[] = [];
  const { slices } = await app.call('app.snapshot', null);
  for (const text of ASKED) {
    for (let length = 1; length <= text.length; length += 1) {
      const view = viewOfAll(slices.connections.activeId ?? '', text.slice(0, length), NEWEST_FIRST);
      const began = performance.now();
      await app.call('library.summary', { view });
      asked.push(performance.now() - began);
    }
  }
  return asked;
}

function focusSearch(app: PlainApp): Promise<void> {
  return app.evaluate(() => document.querySelector<HTMLInputElement>('input[type="search"]')?.focus(), null);
}

/** In the page: ms from the next input event to the frame after the grid has other rows; null where they stay the same. */
function paintedAfterInput(): Promise<number | null> {
  return new Promise((resolve) => {
    const grid = document.querySelector('[role="grid"]');
    let began = 0;
    // Tiles are filled anew; what is made anew are the lines beyond the screen, and pictures, which come by themselves.
    const seen = new MutationObserver(() => {
      if (began === 0) return;
      seen.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
    });
    document.addEventListener('input', () => (began = performance.now()), { once: true, capture: true });
    if (grid !== null)
      seen.observe(grid, {
        attributes: true,
        attributeFilter: ['aria-rowcount', 'aria-label'],
        subtree: true,
      });
    setTimeout(() => {
      seen.disconnect();
      resolve(null);
    }, 800);
  });
}

/** Scrolls an element for some seconds: the gaps between frames and the longest task, ms. */
export function measureFrames(app: PlainApp, selector: string): Promise<{ gaps: number[]; longestTask: number }> {
  return app.evaluate(scrollAndWatch, { selector, ms: SCROLL_MS });
}

function scrollAndWatch({
  selector,
  ms,
}: {
  selector: string;
  ms: number;
}): Promise<{ gaps: number[]; longestTask: number }> {
  return new Promise((resolve) => {
    const element = document.querySelector(selector);
    const gaps: number[] = [];
    let longestTask = 0;
    const tasks = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longestTask = Math.max(longestTask, duration);
    });
    tasks.observe({ type: 'longtask' });
    const began = performance.now();
    let before = began;
    const step = (now: number): void => {
      gaps.push(now - before);
      before = now;
      element?.scrollBy(0, 60);
      if (now - began < ms) requestAnimationFrame(step);
      else {
        tasks.disconnect();
        resolve({ gaps: gaps.slice(1), longestTask });
      }
    };
    requestAnimationFrame(step);
  });
}
