import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

it('a package keeps its name wherever it is put: no blank, nothing that GitHub would take another sign for', () => {
  const { productName } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { productName: string };
  const config = readFileSync(path.join(root, 'electron-builder.yml'), 'utf8');
  const names = [...config.matchAll(/artifactName: '([^']+)'/g)].map(([, name = '']) =>
    name.replaceAll('${productName}', productName).replace(/\$\{\w+\}/g, 'x'),
  );
  expect(names).toHaveLength(2);
  for (const name of names) expect(name).toMatch(/^[\w.-]+$/);
});
