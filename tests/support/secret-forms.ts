/** The forms in which a secret could stand in a text: as it is, in JSON, in a URL, in hex, and in base64 wherever that begins. */
export function formsInText(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString('hex');
  const base64 = [0, 1, 2].map((before) => base64Within(bytes, before));
  const plain = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)];
  return [...new Set([...plain, hex, hex.toUpperCase(), ...base64, ...base64.map(asBase64Url)])];
}

/** The same as bytes of a file: a text may be UTF-8, or UTF-16 of either order. */
export function formsInBytes(secret: string): readonly Buffer[] {
  return formsInText(secret).flatMap((form) => {
    const utf16 = Buffer.from(form, 'utf16le');
    return [Buffer.from(form), utf16, Buffer.from(utf16).swap16()];
  });
}

/** What base64 makes of bytes that stand within others, `before` of them in their first group of three: the letters that do not depend on the others. */
function base64Within(bytes: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
  const whole = Math.floor(((before + bytes.length) * 8) / 6);
  return text.slice(Math.ceil((before * 8) / 6), whole);
}

function asBase64Url(text: string): string {
  return text.replaceAll('+', '-').replaceAll('/', '_');
}
