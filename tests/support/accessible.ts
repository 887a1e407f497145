import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/**
 * A cell of the library is named by its file, kind and state; what else is written on a tile (its size, the model) is hidden from
 * readers, but axe counts it as part of the cell's label.
 */
function isAboutATile(rule: string, html: string): boolean {
  return rule === 'label-content-name-mismatch' && html.startsWith('<div role="gridcell"');
}

/** No violation of WCAG 2 A and AA that axe can find in what the page shows now. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().flatMap((one) => (one instanceof CSSTransition ? [one.finished] : []))),
  );
  // Legacy mode, since Electron cannot open the second page that axe would otherwise finish its run in.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes
      .filter(({ html }) => !isAboutATile(id, html))
      .map(({ html, failureSummary }) => ({ help, html, failureSummary })),
  );
  expect(found).toEqual([]);
}
