import { FailureError, failure } from '../../../shared/failure';

/**
 * The proxy that a system's answer leads to (Chromium's form: `PROXY host:port; SOCKS5 host:port; DIRECT`, tried in that order
 * by browsers), as `http://host:port`, or null for the straight way. Throws `proxy-unsupported` where it names only ways that
 * the app does not speak.
 */
export function proxyOfAnswer(answer: string): string | null {
  const ways = answer
    .split(';')
    .map((way) => way.trim())
    .filter((way) => way !== '');
  for (const way of ways) {
    const [kind = '', place = ''] = way.split(/\s+/);
    if (kind.toUpperCase() === 'DIRECT') return null;
    if (kind.toUpperCase() === 'PROXY' && URL.canParse(`http://${place}`)) return `http://${place}`;
  }
  if (ways.length === 0) return null;
  throw new FailureError(failure('proxy-unsupported', { name: ways[0] ?? '' }, answer));
}
