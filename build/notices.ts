import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isPermissive } from './permissive.ts';

// Whose code is in the built app, and under which licences: read from what the bundles really hold (their source maps), so that
// nothing shipped is forgotten and nothing else is named. A licence that we may not ship under ends the build.

const root = path.resolve(import.meta.dirname, '..');
const NOTICES = path.join(root, 'dist/THIRD-PARTY-NOTICES.txt');

/** In the app and in no source map: fonts and styles. */
const WITHOUT_MAPS = ['node_modules/@fontsource-variable/inter', 'node_modules/@mantine/notifications'];

/** Compiled into a package that brings no text of their licences. */
const WITHIN: Readonly<Record<string, readonly Part[]>> = {
  '@jsquash/avif': [
    { name: 'libaom (in @jsquash/avif)', licence: 'BSD-2-Clause', text: ownText('libaom.txt') },
    { name: 'libavif (in @jsquash/avif)', licence: 'BSD-2-Clause', text: ownText('libavif.txt') },
  ],
  'node-sqlite3-wasm': [
    {
      name: 'SQLite (in node-sqlite3-wasm)',
      licence: 'Public domain',
      text: 'The authors of SQLite dedicate it to the public domain: https://sqlite.org/copyright.html',
    },
  ],
};

const HEAD = `Flow Media is built with the work of others, named below with their licences.
Electron and Chromium come with files of their own beside the program: LICENSE.electron.txt and LICENSES.chromium.html.
The source of packages under the MPL-2.0 is, unchanged, at the address given with them.`;

interface Part {
  readonly name: string;
  readonly licence: string;
  readonly text: string;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name?: string };
  readonly homepage?: string;
  readonly repository?: string | { readonly url?: string };
}

/** Writes the notices of a finished build; throws where something in it may not be shipped. */
export function writeNotices(): void {
  const folders = [...new Set([...shippedPackages(), ...WITHOUT_MAPS])].filter((folder) =>
    existsSync(path.join(root, folder, 'package.json')),
  );
  const parts = folders.flatMap(partsOf).sort((a, b) => a.name.localeCompare(b.name, 'en'));
  writeFileSync(NOTICES, `${[HEAD, ...grouped(parts)].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
}

/** The folders of packages whose code is in a bundle. */
function shippedPackages(): readonly string[] {
  const maps = readdirSync(path.join(root, 'dist'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.map'),
  );
  const sources = maps.flatMap((file) => {
    const { sources: all } = JSON.parse(readFileSync(path.join(root, 'dist', file), 'utf8')) as { sources: string[] };
    return all;
  });
  return sources.flatMap((source) => /(?:^|\/)(node_modules\/.*)/.exec(source)?.[1] ?? []).map(packageFolder);
}

/** `node_modules/a/node_modules/@b/c/index.js` → `node_modules/a/node_modules/@b/c`. */
function packageFolder(file: string): string {
  const at = file.lastIndexOf('node_modules/') + 'node_modules/'.length;
  const names = file.slice(at).split('/');
  return file.slice(0, at) + names.slice(0, names[0]?.startsWith('@') === true ? 2 : 1).join('/');
}

function partsOf(folder: string): readonly Part[] {
  const manifest = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8')) as Manifest;
  const { name, version, license = 'none' } = manifest;
  if (!isPermissive(license)) throw new Error(`${name} is under ${license}, which the app may not be shipped with.`);
  const address = addressOf(manifest);
  const title = `${name} ${version}${address === '' ? '' : ` (${address})`}`;
  return [{ name: title, licence: license, text: licenceText(folder, manifest) }, ...(WITHIN[name] ?? [])];
}

/** The texts that a package brings, those of what was compiled into it among them. */
function licenceText(folder: string, manifest: Manifest): string {
  const files = ['', 'wasm', 'standard_fonts', 'cmaps', 'iccs'].flatMap((below) => {
    const inside = path.join(root, folder, below);
    const names = existsSync(inside) ? readdirSync(inside) : [];
    return names.filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).map((file) => path.join(inside, file));
  });
  const texts = files.map((file) => readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trim());
  if (texts.length > 0) return texts.join('\n\n');
  return `By ${authorOf(manifest)}. The package brings no licence text; it is under ${manifest.license}, whose text is at
https://spdx.org/licenses/${manifest.license}.html.`;
}

/** A licence that many share word for word is printed once. */
function grouped(parts: readonly Part[]): readonly string[] {
  const byText = new Map<string, Part[]>();
  for (const part of parts) byText.set(part.text, [...(byText.get(part.text) ?? []), part]);
  return [...byText].map(([text, those]) => {
    const names = [...new Set(those.map(({ name, licence }) => `${name}: ${licence}`))];
    return `${names.join('\n')}\n\n${text}`;
  });
}

function authorOf({ author, name }: Manifest): string {
  return (typeof author === 'string' ? author : author?.name) ?? `the authors of ${name}`;
}

function addressOf({ homepage, repository }: Manifest): string {
  const url = (typeof repository === 'string' ? repository : repository?.url) ?? homepage ?? '';
  const short = /^(?:github:)?([\w.-]+\/[\w.-]+)$/.exec(url)?.[1];
  if (short !== undefined) return `https://github.com/${short}`;
  return url
    .replace(/^git\+/, '')
    .replace(/^git(@|:\/\/)/, 'https://')
    .replace(/\.git$/, '');
}

function ownText(file: string): string {
  return readFileSync(path.join(root, 'build/licences', file), 'utf8').trim();
}
