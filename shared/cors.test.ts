import { describe, expect, it } from 'vitest';
import { corsJson, maySee, originOfPage, parseOrigin, showingRule, withOrigin } from './cors';

describe('a typed website', () => {
  it.each([
    ['example.com', 'https://example.com'],
    [' https://Example.com/ ', 'https://example.com'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['localhost:3000', 'http://localhost:3000'],
    ['127.0.0.1:5173', 'http://127.0.0.1:5173'],
    ['[::1]:5173/', 'http://[::1]:5173'],
    ['https://localhost:3000', 'https://localhost:3000'],
    ['localhost.example.com', 'https://localhost.example.com'],
    ['https://example.com:443', 'https://example.com'],
    ['*', '*'],
  ])('%s is the origin %s', (text, origin) => {
    expect(parseOrigin(text)).toEqual({ ok: true, origin });
  });

  it.each([
    ['', 'empty'],
    ['ftp://example.com', 'not-an-origin'],
    ['https://*.example.com', 'not-an-origin'],
    ['https://', 'not-an-origin'],
    ['https://example.com/gallery', 'has-path'],
  ])('%s is none: %s', (text, problem) => {
    expect(parseOrigin(text)).toEqual({ ok: false, problem });
  });
});

it('a page’s address tells its website', () => {
  expect(originOfPage('shop.example.com/gallery?page=2#a')).toBe('https://shop.example.com');
  expect(originOfPage('http://localhost:3000')).toBe('http://localhost:3000');
  expect(originOfPage('localhost:3000/gallery')).toBe('http://localhost:3000');
  for (const none of ['', '*', 'no website', 'ftp://example.com/a']) expect(originOfPage(none)).toBeNull();
});

it('a website that may see the files already needs no second rule', () => {
  const one = withOrigin([], 'https://example.com');
  expect(one).toEqual([showingRule('https://example.com')]);
  expect(withOrigin(one, 'https://example.com')).toBe(one);
  expect(withOrigin(one, 'https://other.com')).toHaveLength(2);
  expect(maySee([showingRule('*')], 'https://other.com')).toBe(true);
  expect(maySee([{ ...showingRule('*'), headers: [] }], 'https://other.com')).toBe(false);
});

it('the dashboard’s editor takes the rules in its own spelling', () => {
  expect(JSON.parse(corsJson([showingRule('https://example.com')]))).toEqual([
    {
      AllowedOrigins: ['https://example.com'],
      AllowedMethods: ['GET', 'HEAD'],
      AllowedHeaders: ['Range'],
      ExposeHeaders: ['ETag', 'Content-Length', 'Content-Range', 'Accept-Ranges'],
      MaxAgeSeconds: 3600,
    },
  ]);
});
