/**
 * Calls once when a drag that began on an element is over. The element hears of that itself: where it has gone meanwhile, as a tile
 * does that scrolled away, nobody else would. Where no event tells the end, that is the next one that a pointer without a pressed
 * button makes.
 */
export function onceDragEnds(source: EventTarget | null, end: () => void): void {
  const stop = new AbortController();
  const { signal } = stop;
  const over = (): void => {
    stop.abort();
    end();
  };
  source?.addEventListener('dragend', over, { signal });
  window.addEventListener('pointerdown', over, { signal });
  window.addEventListener('pointermove', ({ buttons }) => buttons === 0 && over(), { signal });
}
