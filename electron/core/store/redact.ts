const MAX_LENGTH = 300;

const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/AWS4-HMAC-SHA256[^"'<>\r\n]*/gi, '[signature]'],
  [/\b(authorization)\b(["']?\s*[:=]\s*)[^\r\n<>]*/gi, '$1$2[hidden]'],
  [/\b(bearer)\s+[^\s"'<>]+/gi, '$1 [hidden]'],
  // Not the words of a sentence: base64, and fal's keys.
  [/\b([Bb]asic)\s+(?=[\w+/]*[A-Z\d=])[\w+/]{6,}={0,2}/g, '$1 [hidden]'],
  [/\b(Key)\s+(?=\S*\d)[\w.:~+/=-]{8,}/g, '$1 [hidden]'],
  // A user and a password in an address: a proxy's, say.
  [/(:\/\/[^\s/:@"'<>]*:)[^\s/@"'<>]+@/g, '$1[hidden]@'],
  [/(x-amz-(?:signature|credential|security-token)["']?\s*(?:=|:|%3D)\s*["']?)[^&\s"'<>]+/gi, '$1[hidden]'],
  [
    /\b(signature|secret[a-z_ -]*key|access[a-z_ -]*key(?:[ _-]?id)?)(["']?\s*[:=]\s*["']?)[^&\s"'<>]+/gi,
    '$1$2[hidden]',
  ],
  [
    /((?:secret|token|passphrase|password|api[_-]?key)[\w-]{0,40}["']?[ \t]*[:=][ \t]*["']?)[^&\s"'<>,}]+/gi,
    '$1[hidden]',
  ],
  // Cloudflare's API tokens (fundamentals/api/get-started/token-formats), and the keys of generation services.
  [/\bcf(?:k|ut|at)_[\w-]+/gi, '[hidden]'],
  [/\b(?:sk|r8|hf)[-_][\w-]{8,}/g, '[hidden]'],
  // The shapes of R2's own secrets (64 hex digits) and key ids (32), wherever they stand.
  [/\b[0-9a-f]{64}\b/gi, '[hidden]'],
  [/\b[0-9a-f]{32}\b/gi, '[hidden]'],
];

/** A text without a credential or signature in it. */
export function withoutSecrets(text: string): string {
  return SECRETS.reduce((rest, [pattern, by]) => rest.replace(pattern, by), text);
}

/** What a server said, fit for a screen or a log: on one line, not too long, without a credential or signature in it. */
export function redact(text: string): string {
  const line = withoutSecrets(text)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH)}…` : line;
}
