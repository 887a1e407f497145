import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { runnerImport, type InlineConfig, type Plugin } from 'vite';
import type { paintSamples } from './paint-samples.ts';
import { updateConstants } from './update-source.ts';

// Every bundle but the page itself, each defined once for `vite build` and for the dev watcher.

const root = path.resolve(import.meta.dirname, '..');
const source = (file: string) => path.join(root, 'electron', file);

export type TargetName = 'main' | 'index' | 'preload' | 'decoder-preload' | 'decoder' | 'sandbox';

export function targets(mode: string): Record<TargetName, InlineConfig> {
  const bundle = (out: string, input: Record<string, string>, format: 'es' | 'cjs') =>
    nodeBundle({ mode, outDir: path.join(root, 'dist', out), input, format });
  return {
    main: { ...bundle('main', { main: source('main.ts') }, 'es'), plugins: [samples(), trayIcon()] },
    index: {
      ...bundle('index', { 'index-worker': source('core/library/index/index-worker.ts') }, 'cjs'),
      plugins: [sqlite()],
    },
    preload: bundle('preload', { preload: source('preload.ts') }, 'cjs'),
    'decoder-preload': bundle('preload', { 'decoder-preload': source('decoder/preload.ts') }, 'cjs'),
    decoder: decoderPage(mode),
    // Run by plain Node too (`npm run sandbox`, tests), hence apart from main.
    sandbox: bundle('sandbox', { cli: source('core/sandbox/cli.ts') }, 'es'),
  };
}

/**
 * What a new sandbox bucket is filled with. The pictures are painted here, where nobody waits for a window: the same order gives the
 * same bytes on every machine.
 */
function samples(): Plugin {
  const clip = path.join(root, 'build/samples/first-light.mp4');
  return {
    name: 'samples',
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'samples/first-light.mp4', source: readFileSync(clip) });
      for (const [name, source] of await paintedSamples())
        this.emitFile({ type: 'asset', fileName: `samples/${name}`, source });
    },
  };
}

let painting: ReturnType<typeof paintSamples> | null = null;

/** By file name; painted once, however often the watcher builds anew. */
function paintedSamples(): ReturnType<typeof paintSamples> {
  // Not as a part of Vite's own configuration, in which the app's sources cannot be imported as they are.
  painting ??= runnerImport<{ readonly paintSamples: typeof paintSamples }>(path.join(root, 'build/paint-samples.ts'), {
    configFile: false,
  }).then(({ module }) => module.paintSamples());
  return painting;
}

/** The app's icon, from which the tray's is made. */
function trayIcon(): Plugin {
  const icon = path.join(root, 'build/icon.png');
  return {
    name: 'tray-icon',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'icon.png', source: readFileSync(icon) });
    },
  };
}

/** SQLite, which its loader reads from beside itself. */
function sqlite(): Plugin {
  const name = 'node-sqlite3-wasm.wasm';
  const file = path.join(root, 'node_modules/node-sqlite3-wasm/dist', name);
  return {
    name: 'sqlite',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: name, source: readFileSync(file) });
    },
  };
}

/**
 * electron-store loads Ajv with itself, a sixth of all that main reads at its start, and asks it only for stores that are given a
 * schema: ours are not, they are read by zod.
 */
const WITHOUT_SCHEMAS = {
  'ajv/dist/2020.js': path.join(root, 'build/no-ajv.ts'),
  'ajv-formats': path.join(root, 'build/no-ajv.ts'),
};

export interface NodeBundle {
  readonly mode: string;
  readonly outDir: string;
  readonly input: Record<string, string>;
  readonly format: 'es' | 'cjs';
}

/** Without blanks and comments, which V8 would read at every start; with all names, which stand in logs of what went wrong. */
const LEAN = { mangle: false, compress: false, codegen: { removeWhitespace: true } } as const;

/** Code for Electron's main process, its utility processes and preloads: one folder with every dependency in it. */
export function nodeBundle({ mode, outDir, input, format }: NodeBundle): InlineConfig {
  return {
    configFile: false,
    root,
    mode,
    logLevel: 'warn',
    publicDir: false,
    define: {
      ...updateConstants(process.env),
      ...(mode === 'production' ? { 'process.env.VITE_DEV_SERVER_URL': 'undefined' } : {}),
    },
    resolve: {
      alias: WITHOUT_SCHEMAS,
      conditions: ['node', 'import', 'module', 'default'],
      mainFields: ['module', 'main'],
    },
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      emptyOutDir: format === 'es',
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input,
        platform: 'node',
        external: ['electron', /^electron\//, /^node:/, ...builtinModules],
        output:
          format === 'cjs'
            ? // A sandboxed preload must be CommonJS and one file.
              { format, entryFileNames: '[name].cjs', codeSplitting: false }
            : { format, entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js', minify: LEAN },
      },
    },
  };
}

/** The decoder's page: no framework, no dev server; it comes from app:// in every mode. */
function decoderPage(mode: string): InlineConfig {
  return {
    configFile: false,
    root: source('decoder'),
    base: './',
    mode,
    logLevel: 'warn',
    publicDir: false,
    plugins: [pdfAssets()],
    worker: { format: 'es' },
    build: {
      target: 'chrome130',
      outDir: path.join(root, 'dist/decoder'),
      emptyOutDir: true,
      modulePreload: false,
      assetsInlineLimit: 0,
      sourcemap: true,
    },
  };
}

/** What pdf.js reads while it draws, with the licences that go with it. */
function pdfAssets(): Plugin {
  const from = path.join(root, 'node_modules/pdfjs-dist');
  return {
    name: 'pdf-assets',
    generateBundle() {
      for (const folder of ['cmaps', 'standard_fonts', 'wasm', 'iccs'])
        for (const name of readdirSync(path.join(from, folder))) {
          if (name.endsWith('.js')) continue;
          const file = readFileSync(path.join(from, folder, name));
          this.emitFile({ type: 'asset', fileName: `pdf/${folder}/${name}`, source: file });
        }
    },
  };
}
