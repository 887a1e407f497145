import { expect, it } from 'vitest';
import { asksForTargets, dropEmptySigning, needsOfficial } from './package-rules.mjs';

const E2E = ['--dir', '--config', 'electron-builder.e2e.yml'];

it.each([[['--dir']], [E2E], [['--dir', '-c.compression=store', '--config=electron-builder.e2e.yml']]])(
  '%j is the unpacked folder alone',
  (args) => expect(asksForTargets(args)).toBe(false),
);

it.each([
  [['--linux']],
  [['--linux', 'AppImage', 'deb']],
  // A target that is named wins over --dir.
  [['--dir', '--linux', 'AppImage']],
  // Without --dir electron-builder makes all packages of this system.
  [['--config', 'electron-builder.yml']],
])('%j asks for packages', (args) => expect(asksForTargets(args)).toBe(true));

it('packages, and whatever a build server makes, hold the official Electron; what is for tests need not', () => {
  const needs = (args: readonly string[], CI: string | undefined, isForTests = false): boolean =>
    needsOfficial(args, { isForTests, env: { CI } });
  expect(needs(['--linux'], undefined)).toBe(true);
  expect(needs(['--linux'], undefined, true)).toBe(true);
  expect(needs(['--dir'], undefined)).toBe(false);
  for (const off of ['', '0', 'false', 'False']) expect(needs(['--dir'], off)).toBe(false);
  for (const on of ['true', '1', 'woodpecker']) expect(needs(['--dir'], on)).toBe(true);
  expect(needs(['--dir'], 'true', true)).toBe(false);
  expect(needs(E2E, 'true', true)).toBe(false);
});

it('a certificate that is not there is not looked for', () => {
  const env = { CSC_LINK: '', CSC_KEY_PASSWORD: '', WIN_CSC_LINK: 'AAAA', WIN_CSC_KEY_PASSWORD: '', OTHER: '' };
  dropEmptySigning(env);
  expect(env).toEqual({ WIN_CSC_LINK: 'AAAA', OTHER: '' });
});
