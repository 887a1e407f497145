import { FailureError, failure } from '../../../shared/failure';
import { isPassedBy } from './wire/proxies-passed-by';

/**
 * The proxy that a system's answer leads to (Chromium's form: `PROXY host:port; SOCKS5 host:port; DIRECT`, tried in that order
 * by browsers), as `http://host:port`, or null for the straight way. A proxy that was out of reach a moment ago comes last. Throws
 * `proxy-unsupported` where it names only ways that the app does not speak.
 */
export function proxyOfAnswer(answer: string): string | null {
  const ways = answer
    .split(';')
    .map((way) => way.trim())
    .filter((way) => way !== '');
  const spoken = ways.flatMap(wayOf);
  const open = spoken.filter((way) => way === null || !isPassedBy(way));
  const [first] = open.length > 0 ? open : spoken;
  if (first !== undefined) return first;
  if (ways.length === 0) return null;
  throw new FailureError(failure('proxy-unsupported', { name: ways[0] ?? '' }, answer));
}

/** None for a way that the app does not speak. */
function wayOf(way: string): readonly (string | null)[] {
  const [kind = '', place = ''] = way.split(/\s+/);
  if (kind.toUpperCase() === 'DIRECT') return [null];
  return kind.toUpperCase() === 'PROXY' && URL.canParse(`http://${place}`) ? [`http://${place}`] : [];
}
