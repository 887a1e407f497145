import { expect, it } from 'vitest';
import { formsInBytes, formsInText } from './secret-forms';

const SECRET = 'lantern "gravel" ópera/mint?';

it.each(['', 'a', 'ab', 'abc'])('finds a secret in base64 after %j', (before) => {
  const text = Buffer.from(`${before}${SECRET} and more`);
  for (const encoding of ['base64', 'base64url'] as const)
    expect(formsInText(SECRET).some((form) => text.toString(encoding).includes(form))).toBe(true);
});

it('finds it in JSON, in an address, in hex, and in UTF-16', () => {
  const forms = formsInText(SECRET);
  const texts = [JSON.stringify({ SECRET }), new URLSearchParams({ a: 'b' }).toString() + encodeURIComponent(SECRET)];
  for (const text of [...texts, Buffer.from(SECRET).toString('hex')])
    expect(forms.some((form) => text.includes(form))).toBe(true);
  for (const bytes of [Buffer.from(SECRET, 'utf16le'), Buffer.from(SECRET, 'utf16le').swap16()])
    expect(formsInBytes(SECRET).some((form) => bytes.includes(form))).toBe(true);
});

it('does not find it where it is not', () => {
  expect(formsInText(SECRET).some((form) => 'lantern gravel opera mint'.includes(form))).toBe(false);
});
