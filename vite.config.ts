import path from 'node:path';
import react from '@vitejs/plugin-react';
import mantine from 'postcss-preset-mantine';
import variables from 'postcss-simple-vars';
import { build } from 'vite';
import { defineConfig } from 'vitest/config';
import { electronDev } from './build/electron-dev.ts';
import { writeNotices } from './build/notices.ts';
import { targets } from './build/targets.ts';

const root = import.meta.dirname;

// The shipped page gets its policy as a header from app:// (docs/decisions/0001-csp-and-styles.md). The dev server's is the
// same but for what hot reload needs: inline scripts and styles, and its socket.
const DEV_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob: media:",
  "media-src 'self' blob: media:",
  "font-src 'self'",
  "connect-src 'self' ws:",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

// Mantine's own breakpoints, for `@mixin smaller-than $mantine-breakpoint-sm` in CSS modules.
const breakpoints = { xs: '36em', sm: '48em', md: '62em', lg: '75em', xl: '88em' };
const breakpointVariables = Object.fromEntries(
  Object.entries(breakpoints).map(([name, width]) => [`mantine-breakpoint-${name}`, width]),
);

const runsOnNode = ['electron', 'build', 'tests/conformance', 'tests/support'];

export default defineConfig({
  root: path.join(root, 'renderer'),
  base: './',
  plugins: [react(), electronDev()],
  css: { postcss: { plugins: [mantine(), variables({ variables: breakpointVariables })] } },
  server: { port: 5173, headers: { 'Content-Security-Policy': DEV_POLICY } },
  build: {
    target: 'chrome130',
    outDir: path.join(root, 'dist/renderer'),
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    sourcemap: true,
    // It is read from this disk.
    chunkSizeWarningLimit: 1000,
    // Else what a screen shares with the first one lies in a file for each such set: forty, of which each is asked for by itself.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } },
  },
  builder: {
    async buildApp(builder) {
      for (const bundle of Object.values(targets('production'))) await build(bundle);
      const client = builder.environments['client'];
      if (client) await builder.build(client);
      writeNotices();
    },
  },
  test: {
    root,
    // Left to itself vitest keeps a core free, and most of the tests here wait for a disk or a server.
    maxWorkers: '100%',
    // Generous: a busy machine is slow, and no test here judges a time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // As the end-to-end tests: one slow moment of a shared machine must not hide the rest; the reporter names what needed it.
    retry: process.env['CI'] ? 1 : 0,
    expect: { poll: { timeout: 30_000 } },
    setupFiles: ['tests/support/patience.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: runsOnNode.map((folder) => `${folder}/**/*.test.ts`),
        },
      },
      {
        extends: true,
        test: {
          name: 'words and numbers',
          environment: 'node',
          include: ['shared/**/*.test.ts', 'renderer/**/*.test.ts'],
          // They start nothing and keep nothing, and a process of its own costs each more than its tests.
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'page', environment: 'happy-dom', include: ['renderer/**/*.test.tsx'] },
      },
    ],
  },
});
