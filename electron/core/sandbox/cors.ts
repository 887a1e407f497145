import type { IncomingHttpHeaders } from 'node:http';
import { demand } from './errors';
import { children, parseXml, texts } from './xml';

const ELEMENTS = ['AllowedOrigin', 'AllowedMethod', 'AllowedHeader', 'ExposeHeader', 'MaxAgeSeconds'] as const;
/** As in the document that set it: the texts of each element. */
export type CorsRule = Readonly<Record<(typeof ELEMENTS)[number], readonly string[]>>;

export function parseCors(source: string): CorsRule[] {
  const rules = children(parseXml(source, 'CORSConfiguration'), 'CORSRule').map((rule) => {
    return Object.fromEntries(ELEMENTS.map((name) => [name, texts(rule, name)])) as CorsRule;
  });
  const whole = rules.every((rule) => rule.AllowedOrigin.length > 0 && rule.AllowedMethod.length > 0);
  demand(whole && rules.length > 0, 'MalformedXML');
  // An origin is `*` or scheme://host[:port], without a path (release notes of 2023-10-23).
  const isOrigin = (text: string): boolean => /^(\*|[a-z][a-z0-9+.-]*:\/\/[^/]+)$/i.test(text);
  const valid = rules.every((rule) => rule.AllowedOrigin.every(isOrigin));
  demand(valid, 'InvalidArgument', 'AllowedOrigin is not a valid origin');
  return rules;
}

function fits(patterns: readonly string[], value: string): boolean {
  const text = value.toLowerCase();
  return patterns.some((pattern) => {
    const [before = '', after] = pattern.toLowerCase().split('*', 2);
    return after === undefined ? text === before : text.startsWith(before) && text.endsWith(after);
  });
}

/** The answer's CORS headers: none where there is no Origin or no rule for it. */
export function corsHeaders(rules: readonly CorsRule[], method: string, headers: IncomingHttpHeaders) {
  const { origin } = headers;
  if (origin === undefined || rules.length === 0) return {};
  const preflight = method === 'OPTIONS';
  const wanted = preflight ? (headers['access-control-request-method'] ?? '') : method;
  const asked = preflight ? ((headers['access-control-request-headers'] ?? '').match(/[^\s,]+/g) ?? []) : [];
  const rule = rules.find(
    ({ AllowedOrigin, AllowedMethod, AllowedHeader }) =>
      fits(AllowedOrigin, origin) && AllowedMethod.includes(wanted) && asked.every((name) => fits(AllowedHeader, name)),
  );
  if (rule === undefined) return {};
  const answer: Record<string, string> = { vary: 'Origin' };
  answer['access-control-allow-origin'] = rule.AllowedOrigin.includes('*') ? '*' : origin;
  if (rule.ExposeHeader.length > 0) answer['access-control-expose-headers'] = rule.ExposeHeader.join(',');
  if (preflight) answer['access-control-allow-methods'] = rule.AllowedMethod.join(',');
  if (asked.length > 0) answer['access-control-allow-headers'] = asked.join(',');
  if (preflight && rule.MaxAgeSeconds[0] !== undefined) answer['access-control-max-age'] = rule.MaxAgeSeconds[0];
  return answer;
}
