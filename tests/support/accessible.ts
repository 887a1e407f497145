import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/**
 * A cell of the library, and the picture in the inspector, are named by their file; what else is written on them (size, model, how
 * far an upload is) is told elsewhere, but axe counts it as part of the label.
 */
function isAboutATile(rule: string, html: string): boolean {
  return rule === 'label-content-name-mismatch' && /^<div role="gridcell"|aria-label="View /.test(html);
}

/** No violation of WCAG 2 A and AA that axe can find in what the page shows now. */
export async function expectAccessible(page: Page): Promise<void> {
  await expectNone(page, (axe) => axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']));
}

/** Of these, only what colours can do wrong. */
export async function expectContrast(page: Page): Promise<void> {
  await expectNone(page, (axe) => axe.withRules(['color-contrast', 'link-in-text-block']));
}

async function expectNone(page: Page, look: (axe: AxeBuilder) => AxeBuilder): Promise<void> {
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().flatMap((one) => (one instanceof CSSTransition ? [one.finished] : []))),
  );
  // Legacy mode, since Electron cannot open the second page that axe would otherwise finish its run in.
  const { violations } = await look(new AxeBuilder({ page }).setLegacyMode()).analyze();
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes
      .filter(({ html }) => !isAboutATile(id, html))
      .map(({ html, failureSummary }) => ({ help, html, failureSummary })),
  );
  expect(found).toEqual([]);
}
