import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyValue, mutated } from '../../tests/support/fuzz/any-value';
import { parseDecoderAnswer } from './decoder-answer';

const webp = new TextEncoder().encode('RIFF....WEBPVP8 ');
const made = {
  kind: 'made',
  taskId: 't',
  webp,
  width: 4,
  height: 3,
  durationMs: null,
  pages: null,
  blur: 'HBkSHYSIeHiPiHh8eJd4eTN0EEQG',
};

function text(words: string, change: object = {}) {
  const span = { text: words, x: 60, y: 240, width: 220, size: 72, ...change };
  return { kind: 'text', taskId: 't', text: { width: 595, height: 842, lines: [{ angle: 0, spans: [span] }] } };
}

describe('what the decoder says', () => {
  it('is taken when it makes sense', () => {
    expect(parseDecoderAnswer({ ...made, more: 1 })).toEqual(made);
    expect(parseDecoderAnswer({ ...made, durationMs: 1.5 })).toMatchObject({ durationMs: 1.5 });
    const converted = { kind: 'converted', taskId: 't', picture: webp };
    expect(parseDecoderAnswer(converted)).toEqual(converted);
    const avif = { ...converted, picture: new TextEncoder().encode('\0\0\0\x1cftypavif') };
    expect(parseDecoderAnswer(avif)).toEqual(avif);
    const filmed = { kind: 'filmed', taskId: 't', webm: new Uint8Array([0x1a, 0x45, 0xdf, 0xa3, ...webp]) };
    expect(parseDecoderAnswer(filmed)).toEqual(filmed);
    expect(parseDecoderAnswer(text('Page 1'))).toEqual(text('Page 1'));
    const failed = { kind: 'failed', taskId: 't', problem: 'too-large' };
    expect(parseDecoderAnswer(failed)).toEqual(failed);
  });

  it.each([
    null,
    'made',
    {},
    { ...made, taskId: 1 },
    { ...made, kind: 'other' },
    { kind: 'converted', taskId: 't', picture: new TextEncoder().encode('<script src=x>') },
    { kind: 'converted', taskId: 't', picture: new TextEncoder().encode('\0\0\0\x1cftypmp42') },
    { kind: 'filmed', taskId: 't', webm: new TextEncoder().encode('<script src=x>') },
    { kind: 'filmed', taskId: 't', webm: new Uint8Array(2) },
    { ...made, webp: [82, 73] },
    { ...made, blur: undefined },
    { ...made, blur: '"><script>' },
    { ...made, blur: 'A'.repeat(60) },
    { ...made, webp: new Uint8Array(16) },
    { ...made, webp: new Uint8Array(5 * 1024 * 1024) },
    { ...made, width: 0 },
    { ...made, height: 1.5 },
    { ...made, width: Infinity },
    { ...made, pages: 0 },
    { ...made, pages: undefined },
    { ...made, durationMs: NaN },
    { ...made, durationMs: '1' },
    text('a'.repeat(100_001)),
    text('a', { x: NaN }),
    text('a', { text: 1 }),
    text('a', { html: '<b>' }),
    { kind: 'text', taskId: 't', text: 'Page 1' },
    { kind: 'failed', taskId: 't', problem: 'toString' },
  ])('is refused when it does not (%#)', (value) => {
    expect(parseDecoderAnswer(value)).toBeNull();
  });
});

it('is looked at whatever it is, and never throws', () => {
  const made = {
    kind: 'made',
    taskId: 't',
    webp: new Uint8Array(20),
    width: 1,
    height: 1,
    durationMs: null,
    pages: null,
    blur: 'AAAAAA',
  };
  const read = { kind: 'text', taskId: 't', text: { width: 1, height: 1, lines: [{ angle: 0, spans: [] }] } };
  fc.assert(
    fc.property(
      fc.oneof(
        anyValue,
        fc.constantFrom(made, read, { kind: 'failed', taskId: 't', problem: 'constructor' }).chain(mutated),
      ),
      (value) => {
        const answer = parseDecoderAnswer(value);
        if (answer !== null) expect(typeof answer.taskId).toBe('string');
      },
    ),
    { numRuns: 3000 },
  );
});
