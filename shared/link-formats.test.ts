import { expect, it } from 'vitest';
import { fillTemplate, formatLink, type LinkFacts } from './link-formats';

const url = 'https://m.example.com/a.png';
const facts = (name: string, type = 'image/png'): LinkFacts => ({
  url,
  name,
  key: `x/${name}`,
  width: 640,
  height: null,
  size: 1234,
  type,
});

it.each([
  ['url', 'a.png', 'image/png', url],
  ['markdown', 'a.png', 'image/png', `![a.png](${url})`],
  ['markdown', 'a[1].zip', 'application/zip', `[a\\[1\\].zip](${url})`],
  ['markdown-link', 'a.png', 'image/png', `[a.png](${url})`],
  ['html', 'a"><script>', 'image/png', `<img src="${url}" alt="a&#34;&#62;&#60;script&#62;">`],
  ['html', 'a.mp4', 'video/mp4', `<video src="${url}" controls></video>`],
  ['html', 'a.zip', 'application/zip', `<a href="${url}">a.zip</a>`],
  ['bbcode', 'a.png', 'image/png', `[img]${url}[/img]`],
  ['bbcode', 'a[1].zip', 'application/zip', `[url=${url}]a(1).zip[/url]`],
] as const)('%s of %s', (format, name, type, text) => {
  expect(formatLink(format, facts(name, type), [])).toBe(text);
});

it('a template of one’s own names what is known, and nothing for what is not', () => {
  const text = '{name}|{url}|{key}|{width}x{height}|{size}|{type}|{other}|{}';
  const templates = [{ id: 't', name: 'mine', text }];
  expect(formatLink('own:t', facts('a.png'), templates)).toBe(`a.png|${url}|x/a.png|640x|1234|image/png|{other}|{}`);
  // What stands in a name is no template of its own.
  expect(fillTemplate('{name}', facts('{url}'))).toBe('{url}');
  expect(formatLink('own:gone', facts('a.png'), templates)).toBe(url);
});
