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
