import { createRoot } from 'react-dom/client';
import { beforeAll, expect, it, vi } from 'vitest';
import { startI18n } from '../../i18n';
import { MarkdownText } from './MarkdownText';

async function drawn(text: string): Promise<HTMLElement> {
  const place = document.createElement('div');
  createRoot(place).render(<MarkdownText text={text} />);
  await vi.waitFor(() => expect(place.querySelector('[data-selectable]')).not.toBeNull());
  return place;
}

beforeAll(() => startI18n('en'));

it('draws Markdown, its tables and its code', async () => {
  const place = await drawn('# Title\n\n- one\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```json\n{"a": 1}\n```');
  expect(place.querySelector('h1')?.textContent).toBe('Title');
  expect(place.querySelectorAll('li, td')).toHaveLength(3);
  expect(place.querySelector('pre .hljs-attr')?.textContent).toBe('"a"');
});

it('runs nothing, loads nothing, and leads nowhere', async () => {
  const place = await drawn(
    '<script>alert(1)</script><img src=x onerror=alert(1)>\n\n![a cat](https://evil.example/cat.png) [go](javascript:alert(1)) <https://evil.example>',
  );
  expect(place.querySelectorAll('script, img, a, iframe')).toHaveLength(0);
  expect(place.textContent).toContain('a cat');
  expect(place.innerHTML).not.toContain('javascript:');
});

it.each([
  ['quotes in quotes', '>'.repeat(8001)],
  ['lists in lists', '- '.repeat(8001)],
  ['many signs in a block', 'x*y'.repeat(10_000)],
  ['many headings', 'a\n=\n'.repeat(7_500)],
  [
    'a table much larger than what is written of it',
    `${'|a'.repeat(500)}\n${'|-'.repeat(500)}\n${'a\n'.repeat(5_000)}`,
  ],
  ['HTML that is not closed', `a ${'<?'.repeat(4_000)}`],
  ['HTML that is not closed, before many lines', `a ${'<!--'.repeat(900)}${'a\n'.repeat(1_000)}`],
  ['brackets before many lines', `${'['.repeat(900)}${'a\n'.repeat(1_000)}`],
  ['a link with many signs at its end', `www.a.b/${'!'.repeat(4_000)}a`],
  ['a link with many names of signs at its end', `www.a.b/${'&a;'.repeat(1_000)}a`],
  ['a long text', 'words '.repeat(6_000)],
])('shows as it is written what would hold the window up: %s', async (_what, text) => {
  const place = await drawn(text);
  expect(place.textContent).toBe(text);
  expect(place.children).toHaveLength(1);
  expect(place.querySelector('pre')?.children).toHaveLength(0);
});

it('draws rules, long tables and lists of links as Markdown', async () => {
  const table = `| a | b |\n|---|---|\n${'| 1 | 2 |\n'.repeat(500)}`;
  const html = '<p align="center"><a href="https://example.com"><img src="a.png"></a></p>\n'.repeat(100);
  const links = '- [a name](https://example.com/a)\n'.repeat(200);
  const place = await drawn(['-'.repeat(100), '* * *', table, links, html].join('\n\n'));
  expect(place.querySelectorAll('hr')).toHaveLength(2);
  expect(place.querySelectorAll('tr')).toHaveLength(501);
  expect(place.querySelectorAll('li')).toHaveLength(200);
});
