import type { IncomingHttpHeaders } from 'node:http';
import { S3Error } from './errors';
import { childText, parseXml, xmlDocument } from './xml';

export interface CorsRule {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly expose: readonly string[];
  readonly maxAge: number | undefined;
}

export function parseCors(source: string): CorsRule[] {
  const rules = parseXml(source, 'CORSConfiguration').children.map((rule) => {
    const texts = (name: string): string[] =>
      rule.children.filter((child) => child.name === name).map(({ text }) => text);
    const maxAge = childText(rule, 'MaxAgeSeconds');
    return {
      origins: texts('AllowedOrigin'),
      methods: texts('AllowedMethod'),
      headers: texts('AllowedHeader'),
      expose: texts('ExposeHeader'),
      maxAge: maxAge === undefined ? undefined : Number(maxAge),
    };
  });
  const whole = rules.every(({ origins, methods }) => origins.length > 0 && methods.length > 0);
  if (!whole || rules.length === 0) throw new S3Error('MalformedXML');
  // An origin is `*` or scheme://host[:port], without a path (release notes of 2023-10-23).
  if (!rules.every(({ origins }) => origins.every((origin) => /^(\*|[a-z][a-z0-9+.-]*:\/\/[^/]+)$/i.test(origin)))) {
    throw new S3Error('InvalidArgument', 'AllowedOrigin is not a valid origin');
  }
  return rules;
}

export function corsDocument(rules: readonly CorsRule[]): string {
  return xmlDocument('CORSConfiguration', {
    CORSRule: rules.map(({ origins, methods, headers, expose, maxAge }) => ({
      AllowedOrigin: origins,
      AllowedMethod: methods,
      AllowedHeader: headers,
      ExposeHeader: expose,
      MaxAgeSeconds: maxAge,
    })),
  });
}

function fits(patterns: readonly string[], value: string): boolean {
  return patterns.some((pattern) => {
    const [before = '', after] = pattern.toLowerCase().split('*', 2);
    const text = value.toLowerCase();
    return after === undefined ? text === before : text.startsWith(before) && text.endsWith(after);
  });
}

/** The answer's CORS headers: none where there is no Origin or no rule for it. */
export function corsHeaders(
  rules: readonly CorsRule[],
  method: string,
  headers: IncomingHttpHeaders,
): Record<string, string> {
  const { origin } = headers;
  if (origin === undefined) return {};
  const preflight = method === 'OPTIONS';
  const wanted = preflight ? (headers['access-control-request-method'] ?? '') : method;
  const asked = String((preflight ? headers['access-control-request-headers'] : undefined) ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const rule = rules.find(
    ({ origins, methods, headers: allowed }) =>
      fits(origins, origin) && methods.includes(wanted) && asked.every((name) => fits(allowed, name)),
  );
  if (rule === undefined) return {};
  return {
    'access-control-allow-origin': rule.origins.includes('*') ? '*' : origin,
    vary: 'Origin',
    ...(rule.expose.length > 0 ? { 'access-control-expose-headers': rule.expose.join(',') } : {}),
    ...(preflight ? { 'access-control-allow-methods': rule.methods.join(',') } : {}),
    ...(asked.length > 0 ? { 'access-control-allow-headers': asked.join(',') } : {}),
    ...(preflight && rule.maxAge !== undefined ? { 'access-control-max-age': String(rule.maxAge) } : {}),
  };
}
