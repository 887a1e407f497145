/**
 * User metadata in headers. Headers are ASCII, prompts are not: R2 decodes RFC 2047 words in `x-amz-meta-*` when it stores them,
 * and encodes what is not ASCII when it gives them back (developers.cloudflare.com/r2/api/s3/extensions). Stores that know
 * nothing of it keep the words as they are, and reading decodes them all the same.
 */
export function encodeMetadata(metadata: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), encodeValue(value)]));
}

export function decodeMetadata(metadata: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, decodeValue(value)]));
}

/** A word is at most 75 characters: 12 around, 63 of base64, so 45 bytes of text. */
const WORD_BYTES = 45;

function encodeValue(value: string): string {
  // Single blanks only: a signature and proxies collapse and trim them.
  const plain = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/.test(value) && !value.includes('=?');
  if (plain || value === '') return value;
  return wordsOf(value)
    .map((word) => `=?UTF-8?B?${Buffer.from(word, 'utf8').toString('base64')}?=`)
    .join(' ');
}

/** Pieces of whole characters, each small enough for one encoded word. */
function wordsOf(value: string): string[] {
  const words: string[] = [];
  let word = '';
  let bytes = 0;
  for (const char of value) {
    const size = Buffer.byteLength(char, 'utf8');
    if (bytes + size > WORD_BYTES) {
      words.push(word);
      word = '';
      bytes = 0;
    }
    word += char;
    bytes += size;
  }
  return [...words, word];
}

const WORD = /=\?([^?\s]+)\?([bq])\?([^?\s]*)\?=/gi;

function decodeValue(value: string): string {
  const joined = value.replace(/(\?=)\s+(?==\?)/g, '$1');
  return joined.replace(WORD, (whole: string, charset: string, how: string, text: string) => {
    const bytes = how.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : quotedBytes(text);
    return decodeBytes(bytes, charset.split('*')[0] ?? charset) ?? whole;
  });
}

function quotedBytes(text: string): Buffer {
  const latin = text
    .replace(/_/g, ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(latin, 'latin1');
}

function decodeBytes(bytes: Buffer, charset: string): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    // An unknown charset, or bytes that are none of it: the word stays as it came.
    return null;
  }
}
