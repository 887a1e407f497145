import { expect, it } from 'vitest';
import { proxyOfAnswer } from './system-proxy';

it.each([
  ['DIRECT', null],
  ['', null],
  ['PROXY proxy.example:3128', 'http://proxy.example:3128'],
  ['PROXY [fd00::1]:8080; DIRECT', 'http://[fd00::1]:8080'],
  ['SOCKS5 127.0.0.1:1080; PROXY proxy.example:3128; DIRECT', 'http://proxy.example:3128'],
  ['HTTPS secure.example:443; DIRECT', null],
])('%s leads to %s', (answer, expected) => {
  expect(proxyOfAnswer(answer)).toBe(expected);
});

it('says so where there is no way that it speaks', () => {
  expect(() => proxyOfAnswer('SOCKS5 127.0.0.1:1080')).toThrow('proxy-unsupported');
});
