import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { expect, it } from 'vitest';
import { textOfPage } from './pdf-text';

function page(width: number, ...places: readonly number[]): PDFPageProxy {
  const items = places.map((x) => ({ str: `at ${x}`, width: 10, hasEOL: true, transform: [12, 0, 0, 12, x, 0] }));
  const viewport = { width, height: 842, transform: [1, 0, 0, 1, 0, 0] };
  return {
    getViewport: () => viewport,
    getTextContent: () => Promise.resolve({ items }),
  } as unknown as PDFPageProxy;
}

it('text that a file puts out of this world is left out, and the rest is there', async () => {
  const { lines } = await textOfPage(page(595, 60, 1e9, NaN, 90));
  expect(lines.flatMap(({ spans }) => spans.map(({ text }) => text))).toEqual(['at 60', 'at 90']);
});

it('a page of no possible size is too large', async () => {
  await expect(textOfPage(page(2e6, 60))).rejects.toThrow('too-large');
});
