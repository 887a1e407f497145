/** Licences (SPDX) under which code may be shipped in the app as it is; MPL-2.0 asks for no more than where its source is. */
const PERMISSIVE = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'MPL-2.0',
  'Zlib',
  'Unlicense',
  'CC0-1.0',
  'BlueOak-1.0.0',
  'Python-2.0',
  'OFL-1.1',
]);

/** Whether a package under this licence (an SPDX expression) may be shipped: of an `OR` one will do, of an `AND` all must. */
export function isPermissive(expression: string): boolean {
  const bare = expression.replaceAll(/[()]/g, '').trim();
  return bare.split(/\s+OR\s+/).some((choice) => choice.split(/\s+AND\s+/).every((licence) => PERMISSIVE.has(licence)));
}
