import { describe, expect, it } from 'vitest';
import { detectContentType } from './content-type';

const PNG = Buffer.from('89504e470d0a1a0a0000000d494844520000000100000001', 'hex');
const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb', 'hex');
const MP4 = Buffer.concat([Buffer.from('00000018', 'hex'), Buffer.from('ftypisom\0\0\0\0isommp42')]);
const ZIP = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');
const TEXT = Buffer.from('just words');

describe('detectContentType', () => {
  it.each([
    ['photo.png', PNG, 'image/png'],
    ['photo.jpg', PNG, 'image/png'],
    ['photo', JPEG, 'image/jpeg'],
    ['clip.mov', MP4, 'video/quicktime'],
    ['clip', MP4, 'video/mp4'],
    ['photo.png', MP4, 'video/mp4'],
    ['notes.txt', PNG, 'text/plain; charset=utf-8'],
    ['drawing.svg', Buffer.from('<?xml version="1.0"?><svg/>'), 'image/svg+xml'],
    ['photo.png', TEXT, 'image/png'],
    ['unknown.xyz', TEXT, 'application/octet-stream'],
    ['bundle.zip', ZIP, 'application/zip'],
    ['empty.png', Buffer.alloc(0), 'image/png'],
  ])('%s', async (name, bytes, type) => {
    expect(await detectContentType(name, bytes)).toBe(type);
  });
});
