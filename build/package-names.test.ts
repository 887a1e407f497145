import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { APP_ID } from '../electron/shell/app-id';

const root = path.resolve(import.meta.dirname, '..');
const config = readFileSync(path.join(root, 'electron-builder.yml'), 'utf8');
const described = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<string, unknown>;

it('a package keeps its name wherever it is put: no blank, nothing that GitHub would take another sign for', () => {
  const names = [...config.matchAll(/artifactName: '([^']+)'/g)].map(([, name = '']) =>
    name.replaceAll('${productName}', String(described['productName'])).replace(/\$\{\w+\}/g, 'x'),
  );
  expect(names).toHaveLength(2);
  for (const name of names) expect(name).toMatch(/^[\w.-]+$/);
});

it('the app names itself as its shortcuts on Windows and its desktop entry on Linux do', () => {
  expect(/^appId: (.+)$/m.exec(config)?.[1]).toBe(APP_ID);
  expect(described['desktopName']).toBe(`${/executableName: (.+)$/m.exec(config)?.[1]}.desktop`);
});

it('every package brings the notices, on a Mac where codesign takes no file for code that is not signed', () => {
  const here = 'from: dist/THIRD-PARTY-NOTICES.txt, to: THIRD-PARTY-NOTICES.txt';
  for (const system of ['linux', 'win']) expect(blockOf(system)).toContain(`extraFiles: [{ ${here} }]`);
  expect(blockOf('mac')).toContain(`extraResources: [{ ${here} }]`);
  // What stands at the top goes for all systems.
  expect(blockOf('extraFiles')).toBe('');
  expect(blockOf('mac')).not.toContain('extraFiles:');
});

it('no script of a package runs where a release is built and signed', () => {
  const workflow = readFileSync(path.join(root, '.github/workflows/release.yml'), 'utf8');
  const installs = workflow.match(/npm (?:ci|install)\b.*/g) ?? [];
  expect(installs).toHaveLength(2);
  for (const install of installs) expect(install).toContain('--ignore-scripts');
});

/** A setting at the top of the configuration, with all that is indented below it; '' where it is not made. */
function blockOf(key: string): string {
  return new RegExp(String.raw`^${key}:.*\n(?: .*\n)*`, 'm').exec(config)?.[0] ?? '';
}
