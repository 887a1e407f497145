import { observeElementRect, type Virtualizer } from '@tanstack/react-virtual';
import { afterScroll, barHeight, needsCorrection, placeAt, TOP, type ScrollPlace } from './scroll-scale';

/**
 * The virtualizer gets a stretch of this many lines around the screen, not all of them: it keeps an entry a line, and a million of
 * them anew with each change would be felt.
 */
const STRETCH = 20_000;
const REST_MS = 140;

export interface LineShape {
  readonly count: number;
  readonly lineHeight: number;
  readonly paddingTop: number;
  readonly paddingBottom: number;
}

type Lines = Virtualizer<HTMLDivElement, HTMLDivElement>;
type Tell = (offset: number, scrolling: boolean) => void;

/** Knows where in the list the scrolled element stands, and tells the virtualizer in its own terms. */
export class LineScroller {
  shape: LineShape = { count: 0, lineHeight: 1, paddingTop: 0, paddingBottom: 0 };
  /** First line of the stretch. */
  base = 0;
  #place: ScrollPlace = TOP;
  #viewport = 0;
  #element: HTMLDivElement | null = null;
  #tell: Tell | null = null;
  /** Called when lines have to be drawn at other places than the virtualizer would notice. */
  onMoved: () => void = () => undefined;

  get place(): ScrollPlace {
    return this.#place;
  }

  get viewport(): number {
    return this.#viewport;
  }

  /** Lines of the stretch. */
  get stretch(): number {
    return Math.max(0, Math.min(STRETCH, this.shape.count - this.base));
  }

  get height(): number {
    return barHeight(this.#total());
  }

  /** Where a line is drawn inside the scrolled element, px. */
  topOf(line: number): number {
    return this.shape.paddingTop + line * this.shape.lineHeight - this.#place.list + this.#place.bar;
  }

  readonly observeRect = (lines: Lines, tell: (rect: { width: number; height: number }) => void): (() => void) =>
    observeElementRect(lines, (rect) => {
      this.#viewport = rect.height;
      tell(rect);
    }) ?? (() => undefined);

  readonly observeOffset = (lines: Lines, tell: Tell): (() => void) => {
    const element = lines.scrollElement;
    if (element === null) return () => undefined;
    this.#element = element;
    this.#tell = tell;
    let rest: ReturnType<typeof setTimeout> | undefined;
    const onScroll = (): void => {
      this.#move(afterScroll(this.#place, element.scrollTop, this.#scrollShape()), true);
      clearTimeout(rest);
      rest = setTimeout(() => this.#move(this.#place, false), REST_MS);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      clearTimeout(rest);
      element.removeEventListener('scroll', onScroll);
      this.#tell = null;
    };
  };

  /** Puts a pixel of the list at the window's upper edge. */
  scrollTo(list: number): void {
    this.#write(placeAt(list, this.#scrollShape()));
    this.#announce(false);
  }

  #total(): number {
    const { count, lineHeight, paddingTop, paddingBottom } = this.shape;
    return paddingTop + count * lineHeight + paddingBottom;
  }

  #scrollShape() {
    return { total: this.#total(), viewport: this.#viewport };
  }

  #move(place: ScrollPlace, scrolling: boolean): void {
    const drift = this.#place.list - this.#place.bar;
    const shape = this.#scrollShape();
    if (needsCorrection(place, shape, !scrolling)) this.#write(placeAt(place.list, shape));
    else this.#place = place;
    const moved = Math.abs(this.#place.list - this.#place.bar - drift) > 0.5;
    if (this.#announce(scrolling) || moved) this.onMoved();
  }

  #write(place: ScrollPlace): void {
    const element = this.#element;
    // At the top it stays there; to set or ask it would have the new lines laid out in the middle of being made.
    if (element === null || (place.bar === 0 && this.#place.bar === 0)) {
      this.#place = place;
      return;
    }
    element.scrollTop = place.bar;
    this.#place = { bar: element.scrollTop, list: place.list };
  }

  /** Tells the virtualizer; true when the stretch is another one now. */
  #announce(scrolling: boolean): boolean {
    const { lineHeight, paddingTop, count } = this.shape;
    const line = Math.floor(this.#place.list / lineHeight);
    const before = this.base;
    const inside = line >= this.base + STRETCH / 4 && line < this.base + (STRETCH * 3) / 4;
    if (count <= STRETCH) this.base = 0;
    else if (!inside) this.base = Math.max(0, Math.min(line - STRETCH / 2, count - STRETCH));
    this.#tell?.(Math.max(0, this.#place.list - paddingTop - this.base * lineHeight), scrolling);
    return this.base !== before;
  }
}
