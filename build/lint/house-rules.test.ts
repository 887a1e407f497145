import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** What lint must refuse: [file, source, rule]. */
const REFUSED = [
  ['renderer/library/a1.ts', "import { app } from 'electron';\napp.quit();", 'house(layers)'],
  ['renderer/library/a2.ts', "export * from '../../electron/core/store/object-store';", 'house(layers)'],
  ['renderer/library/a3.ts', "export { a } from '../setup/steps';", 'house(layers)'],
  ['renderer/library/a4.ts', "export const fs = import('node:fs');", 'house(layers)'],
  [
    'renderer/library/a5.tsx',
    "import type { S3Client } from '@aws-sdk/client-s3';\nexport type A = S3Client;",
    'house(layers)',
  ],
  ['renderer/library/a6.ts', "console.log('x');", 'no-console'],
  ['electron/core/links/b1.ts', "export { app } from 'electron';", 'house(layers)'],
  ['electron/core/links/b2.ts', "export * from '../../shell/window';", 'house(layers)'],
  ['electron/core/links/b3.ts', "export * from '../../ipc/router';", 'house(layers)'],
  ['electron/core/links/b4.ts', "export const s3 = import('@aws-sdk/client-s3');", 'house(layers)'],
  ['electron/core/links/b5.ts', "export * from '../../../renderer/mirror';", 'house(layers)'],
  ['electron/core/links/b6.ts', "console.log('x');", 'no-console'],
  ['electron/core/links/b7.ts', "export type W = import('electron').BrowserWindow;", 'house(layers)'],
  ['electron/shell/c1.ts', "export * from '@aws-sdk/client-s3';", 'house(layers)'],
  ['electron/shell/c2.ts', "import { ipcMain } from 'electron';\nipcMain.on('a', () => {});", 'house(one-door)'],
  [
    'electron/shell/c3.ts',
    "export const f = (w: { webContents: { send(a: string): void } }) => w.webContents.send('a');",
    'house(one-door)',
  ],
  [
    'electron/shell/c4.ts',
    "import * as electron from 'electron';\nelectron.ipcMain.on('a', () => {});",
    'house(one-door)',
  ],
  ['electron/main.ts', "import { S3Client } from '@aws-sdk/client-s3';\nexport const s3 = S3Client;", 'house(layers)'],
  ['electron/preload.ts', "export * from '../shared/contract-schemas';", 'house(layers)'],
  ['electron/preload.ts', "export * from 'zod';", 'house(layers)'],
  ['electron/decoder/d1.ts', "export * from '../core/links/links';", 'house(layers)'],
  ['shared/e1.ts', "export * from 'node:path';", 'house(layers)'],
  ['shared/e2.ts', "export * from '../electron/core/links/links';", 'house(layers)'],
  ['shared/e3.ts', 'export const a = (b: any) => b;', 'no-explicit-any'],
  ['shared/e4.ts', "// @ts-ignore\nexport const a: number = '';", 'ban-ts-comment'],
  // Two that need each other, if only for a type.
  ['shared/f1.ts', "import type { B } from './f2';\nexport type A = B | 1;", 'no-cycle'],
  ['shared/f2.ts', "import type { A } from './f1';\nexport interface B {\n  readonly a: A;\n}", 'no-cycle'],
  ['shared/e6.ts', 'export const a = { ...{ b: 1 }, c: 2 };', 'house(no-literal-spread)'],
  ['shared/e5.ts', 'const f = async () => 1;\nf();', 'no-floating-promises'],
] as const;

const ALLOWED = [
  [
    'renderer/library/ok1.tsx',
    "export { Button } from '@mantine/core';\nexport * from '../ui/tile';\nexport * from '../../shared/links';",
  ],
  [
    'electron/core/store/ok2.ts',
    "export const s3 = import('@aws-sdk/client-s3');\nexport * from '../../../shared/links';",
  ],
  ['electron/core/store/ok3.test.ts', "export { it } from 'vitest';\nexport * from '../../../tests/support/sandbox';"],
  ['electron/ipc/door.ts', "import { ipcMain } from 'electron';\nipcMain.handle('a', () => 1);"],
  ['electron/preload.ts', "export { contextBridge } from 'electron';\nexport * from '../shared/contract';"],
  ['shared/ok4.ts', "export { z } from 'zod';\nexport * from './links';"],
] as const;

interface Finding {
  readonly filename: string;
  readonly code: string;
}

const CASES: readonly (readonly [file: string, source: string, ...rest: string[]])[] = [...REFUSED, ...ALLOWED];

let folder = '';
/** What lint said of each case. */
let findings: readonly (readonly Finding[])[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'house-rules-'));
  findings = await lintCases();
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Cases for the same file go into separate rounds; each round is a small project that is linted as a whole. */
async function lintCases(): Promise<readonly (readonly Finding[])[]> {
  const rounds = CASES.map(([file], index) => CASES.slice(0, index).filter((other) => other[0] === file).length);
  for (const [index, [file, source]] of CASES.entries()) {
    const target = path.join(folder, `${rounds[index]}`, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, `${source}\n`);
  }
  const found = await Promise.all(Array.from({ length: Math.max(...rounds) + 1 }, (_, round) => lint(`${round}`)));
  return CASES.map(([file], index) => found[rounds[index] ?? 0]?.filter(({ filename }) => filename === file) ?? []);
}

async function lint(round: string): Promise<readonly Finding[]> {
  const cwd = path.join(folder, round);
  await writeFile(path.join(cwd, 'tsconfig.json'), '{ "compilerOptions": { "strict": true }, "include": ["."] }');
  const command = path.join(root, 'node_modules/.bin/oxlint');
  const args = ['--type-aware', '--format=json', '-c', path.join(root, '.oxlintrc.json'), '.'];
  const output = await new Promise<string>((resolve) => {
    execFile(command, args, { cwd, shell: process.platform === 'win32' }, (_error, stdout) => resolve(stdout));
  });
  const parsed: { diagnostics: Finding[] } = JSON.parse(output);
  return parsed.diagnostics;
}

describe('house rules', () => {
  it.each(REFUSED.map((line, index) => ({ file: line[0], source: line[1], rule: line[2], index })))(
    'refuses in $file: $source',
    ({ rule, index }) => {
      const codes = findings[index]?.map(({ code }) => code) ?? [];
      expect(codes.some((code) => code.includes(rule))).toBe(true);
    },
  );

  it.each(ALLOWED.map(([file, source], index) => ({ file, source, index: REFUSED.length + index })))(
    'allows in $file: $source',
    ({ index }) => {
      expect(findings[index]?.filter(({ code }) => code.startsWith('house'))).toEqual([]);
    },
  );
});
