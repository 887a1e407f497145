/** The words of an answer that should have been something else, without markup. */
export function textOf(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes.subarray(0, 20_000));
  return text
    .replace(/<(script|style)[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The words of an answer, without markup; or how much there is where it is no text at all. */
export function readable(bytes: Uint8Array): string {
  const text = textOf(bytes);
  return text === '' ? 'nothing' : /\p{Cc}|\uFFFD/u.test(text) ? `${bytes.length} bytes of something else` : text;
}

/** The JSON in an answer; null when it is none. */
export function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
