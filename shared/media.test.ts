import { expect, it } from 'vitest';
import { contentTypeOfName, extensionOf, isResizedType, mediaKindOfName, mediaKindOfType } from './media';

it.each([
  ['a/b.PNG', 'png', 'image/png', 'image'],
  ['clip.mp4', 'mp4', 'video/mp4', 'video'],
  ['phone.3gp', '3gp', 'video/3gpp', 'video'],
  ['phone.3g2', '3g2', 'video/3gpp2', 'video'],
  ['song.flac', 'flac', 'audio/flac', 'audio'],
  ['notes.md', 'md', 'text/markdown; charset=utf-8', 'document'],
  ['.env', '', 'application/octet-stream', 'other'],
  ['a.b/file', '', 'application/octet-stream', 'other'],
  ['model.unknown', 'unknown', 'application/octet-stream', 'other'],
  ['a.constructor', 'constructor', 'application/octet-stream', 'other'],
  ['a.__proto__', '__proto__', 'application/octet-stream', 'other'],
])('%s', (name, extension, type, kind) => {
  expect(extensionOf(name)).toBe(extension);
  expect(contentTypeOfName(name)).toBe(type);
  expect(mediaKindOfName(name)).toBe(kind);
});

it('reads a type with parameters and in capitals', () => {
  expect(mediaKindOfType('Image/PNG; charset=binary')).toBe('image');
});

it('knows what Cloudflare makes smaller', () => {
  expect(isResizedType('Image/JPEG; charset=binary')).toBe(true);
  expect(isResizedType('image/avif')).toBe(false);
  expect(isResizedType('application/octet-stream')).toBe(false);
});
