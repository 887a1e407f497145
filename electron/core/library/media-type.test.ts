import { describe, expect, it } from 'vitest';
import { decodableAs, servedContentType } from './media-type';

describe('served content types', () => {
  it.each([
    ['image/png', 'image/png'],
    ['IMAGE/JPEG; x=y', 'image/jpeg'],
    ['image/svg+xml', 'image/svg+xml'],
    ['video/quicktime', 'video/mp4'],
    ['video/3gpp', 'video/mp4'],
    ['audio/mpeg', 'audio/mpeg'],
    ['application/pdf', 'application/pdf'],
    ['text/html; charset=utf-8', 'text/plain; charset=utf-8'],
    ['text/javascript', 'text/plain; charset=utf-8'],
    ['application/json', 'text/plain; charset=utf-8'],
    ['application/xhtml+xml', 'application/octet-stream'],
    ['image/png\r\nX: y', 'application/octet-stream'],
    ['', 'application/octet-stream'],
  ])('%s goes out as %s', (stored, served) => {
    expect(servedContentType(stored)).toBe(served);
  });
});

describe('what can be decoded', () => {
  it.each([
    ['image/avif', 'image'],
    ['image/svg+xml', 'image'],
    ['video/mp4', 'video'],
    ['image/heic', null],
    ['image/tiff', 'tiff'],
    ['audio/mpeg', 'audio'],
    ['application/pdf', 'pdf'],
    ['application/zip', null],
  ])('%s as %s', (type, kind) => {
    expect(decodableAs(type)).toBe(kind);
  });
});
