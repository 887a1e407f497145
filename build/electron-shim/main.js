// Stand-in for Electron's own default_app: `electron [flags] <folder | file> [arguments]`.
// ESM with top-level await on purpose: Electron holds back `ready` until this module settles, exactly as it does for a
// packaged ESM app. A CommonJS shim would let `ready` fire too early and hide deadlocks.
import { app } from 'electron';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(path.join(process.cwd(), 'noop.js'));

const { target, preloads } = readArguments(process.argv.slice(1));
for (const preload of preloads) require(preload); // Playwright passes `-r loader` when it is given no executablePath
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
try {
  await import(pathToFileURL(entryOf(path.resolve(target))).href);
} catch (error) {
  console.error(error);
  app.exit(1);
}

function readArguments(argv) {
  if (argv.includes('--version') || argv.includes('-v')) printAndExit(`v${process.versions.electron}`);
  if (argv.includes('--abi')) printAndExit(process.versions.modules);
  const preloads = [];
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index];
    if (argument === '-r' || argument === '--require') preloads.push(argv[++index]);
    else if (!argument.startsWith('-')) return { target: argument, preloads };
  }
  console.error('usage: electron [flags] <app folder | main file>');
  return process.exit(1);
}

function printAndExit(text) {
  console.log(text);
  process.exit(0);
}

function entryOf(target) {
  const packageFile = path.join(target, 'package.json');
  if (!fs.existsSync(packageFile)) {
    app.setAppPath(path.dirname(target));
    return require.resolve(target);
  }
  const packageJson = JSON.parse(fs.readFileSync(packageFile, 'utf8'));
  if (packageJson.version) app.setVersion(packageJson.version);
  app.setName(packageJson.productName ?? packageJson.name ?? 'Electron');
  app.setDesktopName?.(packageJson.desktopName ?? `${app.getName()}.desktop`);
  app.setAppPath(target);
  return require.resolve(path.resolve(target, packageJson.main ?? 'index.js'));
}
