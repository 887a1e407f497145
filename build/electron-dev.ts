import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { build, type Plugin, type ViteDevServer } from 'vite';
import { electronPath } from './electron-path.mjs';
import { targets, type TargetName } from './targets.ts';

const root = path.resolve(import.meta.dirname, '..');

/** `vite` (dev): the page is hot-reloaded; everything else is built and watched, and Electron is started on it. */
export function electronDev(): Plugin {
  return {
    name: 'electron-dev',
    apply: (_config, { command, mode }) => command === 'serve' && mode === 'development',
    configureServer(server) {
      server.httpServer?.once('listening', () => {
        watchAndRun(server).catch((error: unknown) => {
          console.error(error);
          process.exit(1);
        });
      });
    },
  };
}

async function watchAndRun(server: ViteDevServer): Promise<void> {
  const electron = electronProcess(server);
  const bundles = targets('development');
  const unbuilt = new Set(Object.keys(bundles));
  for (const [name, bundle] of Object.entries(bundles)) {
    const onBuilt = (): void => {
      if (unbuilt.size > 0) {
        unbuilt.delete(name);
        if (unbuilt.size === 0) electron.start();
      } else if (isPreload(name)) {
        server.ws.send({ type: 'full-reload' });
      } else {
        electron.start();
      }
    };
    await build({
      ...bundle,
      build: { ...bundle.build, emptyOutDir: false, watch: {} },
      plugins: [{ name: 'on-built', writeBundle: onBuilt }],
    });
  }
}

function isPreload(name: string): boolean {
  const preloads: readonly TargetName[] = ['preload', 'decoder-preload'];
  return preloads.some((preload) => preload === name);
}

/** `start` also restarts: the running Electron ends before the next one begins, since only one may hold the user data folder. */
function electronProcess(server: ViteDevServer): { start(): void } {
  let child: ChildProcess | undefined;
  const launch = (): void => {
    const url = server.resolvedUrls?.local[0] ?? 'http://localhost:5173/';
    const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    child = spawn(electronPath(), [...flags, root], {
      stdio: 'inherit',
      env: { ...process.env, VITE_DEV_SERVER_URL: url },
    });
    child.once('exit', (code) => {
      void server.close().finally(() => process.exit(code ?? 0));
    });
  };
  return {
    start() {
      if (!child || child.exitCode !== null) return launch();
      child.removeAllListeners('exit');
      child.once('exit', launch);
      child.kill();
    },
  };
}
