import { describe, expect, it } from 'vitest';
import { hostOfBase, isDevBase, isLoopbackHost, parsePublicBase, publicUrl, sizedUrl } from './links';

describe('parsePublicBase', () => {
  it.each([
    ['media.example.com', 'https://media.example.com'],
    [' https://media.example.com/ ', 'https://media.example.com'],
    ['https://media.example.com/assets//', 'https://media.example.com/assets'],
    ['https://pub-0123456789abcdef.r2.dev', 'https://pub-0123456789abcdef.r2.dev'],
    ['http://127.0.0.1:9000', 'http://127.0.0.1:9000'],
    ['HTTPS://Media.Example.com', 'https://media.example.com'],
  ])('%s → %s', (text, base) => {
    expect(parsePublicBase(text)).toEqual({ ok: true, base });
  });

  it.each([
    ['', 'not-a-url'],
    ['media', 'not-a-url'],
    ['http://media.example.com', 'not-https'],
    ['ftp://media.example.com', 'not-https'],
    ['https://media.example.com/?a=1', 'has-query'],
    ['https://user:pass@media.example.com', 'has-query'],
    [`https://${'a'.repeat(32)}.r2.cloudflarestorage.com`, 's3-endpoint'],
    [`11flow-media.${'a'.repeat(32)}.eu.r2.cloudflarestorage.com`, 's3-endpoint'],
  ])('refuses %j: %s', (text, problem) => {
    expect(parsePublicBase(text)).toEqual({ ok: false, problem });
  });
});

it('a public link is its base and the encoded key', () => {
  expect(publicUrl('https://m.example.com/x', 'a b/猫.png')).toBe('https://m.example.com/x/a%20b/%E7%8C%AB.png');
  expect(hostOfBase('https://m.example.com/x')).toBe('m.example.com');
});

it.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['[::1]', true],
  ['127.0.0.1.example.com', false],
  ['localhost.example.com', false],
])('%s is this machine: %s', (host, own) => {
  expect(isLoopbackHost(host)).toBe(own);
});

it('a smaller picture keeps the encoded address behind its options', () => {
  expect(sizedUrl('https://m.example.com/x/a%20b%2Bc.png', 800)).toBe(
    'https://m.example.com/cdn-cgi/image/width=800,fit=scale-down,format=auto/x/a%20b%2Bc.png',
  );
});

it.each([
  ['https://pub-1.r2.dev', true],
  ['https://r2.dev.example.com', false],
])('%s is an address for development: %s', (base, dev) => {
  expect(isDevBase(base)).toBe(dev);
});
