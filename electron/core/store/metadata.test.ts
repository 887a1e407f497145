import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMetadata, encodeMetadata } from './metadata';

describe('metadata', () => {
  it('leaves plain text as it is', () => {
    expect(encodeMetadata({ Prompt: 'a red cat, 4k' })).toEqual({ prompt: 'a red cat, 4k' });
  });

  it('goes through headers unharmed, whatever it says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const encoded = encodeMetadata({ prompt: text });
        expect(encoded['prompt']).toMatch(/^(?:[\x21-\x7e]+(?: [\x21-\x7e]+)*)?$/);
        for (const word of encoded['prompt']?.match(/=\?\S+\?=/g) ?? []) expect(word.length).toBeLessThanOrEqual(75);
        expect(decodeMetadata(encoded)).toEqual({ prompt: text });
      }),
    );
  });

  it('reads words that others wrote', () => {
    expect(decodeMetadata({ a: '=?utf-8?Q?caf=C3=A9_au_lait?=', b: '=?ISO-8859-1?q?=E9?= x' })).toEqual({
      a: 'café au lait',
      b: 'é x',
    });
  });

  it('keeps what it cannot read', () => {
    const odd = { a: '=?x-none?B?AAAA?=', b: '=?utf-8?B?/w==?=', c: '=?utf-8?', d: '=?=' };
    expect(decodeMetadata(odd)).toEqual(odd);
  });
});
