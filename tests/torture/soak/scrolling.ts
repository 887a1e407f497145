// These run in the page, on the library's grid.

/** From end to end in so many frames. */
export function scrollThrough(grid: Element, frames: number): Promise<void> {
  return new Promise((resolve) => {
    const step = (grid.scrollHeight - grid.clientHeight) / frames;
    grid.scrollTop = 0;
    const next = (): void => {
      const before = grid.scrollTop;
      grid.scrollBy(0, step);
      if (grid.scrollTop > before) requestAnimationFrame(next);
      else resolve();
    };
    requestAnimationFrame(next);
  });
}

/** To these shares of the whole, one after the other, each for as long as its rows need to appear. */
export async function jumpAbout(grid: Element, shares: readonly number[]): Promise<void> {
  for (const share of shares) {
    grid.scrollTop = share * (grid.scrollHeight - grid.clientHeight);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  grid.scrollTop = 0;
}
