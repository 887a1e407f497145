import { describe, expect, it } from 'vitest';
import { admit } from './gate';

const TOKEN = 'sesame-sesame-sesame-sesame';
const PORT = 4000;
const host = `127.0.0.1:${PORT}`;
const knock = (url: string, headers: Record<string, string> = {}) =>
  admit({ method: 'POST', url, headers: { host, ...headers } }, PORT, TOKEN);

describe('the gate of the local API', () => {
  it.each([
    ['/upload', { authorization: `Bearer ${TOKEN}` }],
    [`/${TOKEN}/upload`, {}],
    [`/upload?key=${TOKEN}`, {}],
    [`/upload?picbed=aws-s3&key=${TOKEN}`, { host: `localhost:${PORT}` }],
  ])('lets in %s with the token', (url, headers) => {
    expect(knock(url, headers)).toEqual({ kind: 'in', route: '/upload' });
  });

  it.each([
    ['/upload', {}],
    ['/upload', { authorization: `Bearer ${TOKEN}x` }],
    ['/upload', { authorization: `Basic ${TOKEN}` }],
    ['/upload', { authorization: 'Bearer ' }],
    [`/upload?key=${TOKEN.slice(1)}`, {}],
    [`/x/${TOKEN}/upload`, {}],
    [`/${TOKEN.toUpperCase()}/upload`, {}],
    ['/', {}],
  ])('turns away %s without it', (url, headers) => {
    expect(knock(url, headers)).toMatchObject({ kind: 'out', status: 401 });
  });

  it.each(['evil.example', `evil.example:${PORT}`, '127.0.0.1', '127.0.0.1:4001', `127.0.0.1.evil.example:${PORT}`])(
    'turns away a page that had its name %s resolved to this computer',
    (name) => {
      expect(knock(`/${TOKEN}/upload`, { host: name })).toMatchObject({ kind: 'out', status: 403 });
    },
  );

  it.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: `http://${host}` },
    { 'sec-fetch-site': 'cross-site' },
  ])('turns away web pages, whoever they belong to: %o', (headers) => {
    expect(knock(`/${TOKEN}/upload`, headers as Record<string, string>)).toMatchObject({ kind: 'out', status: 403 });
  });
});
