import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { electronPath } from '../../build/electron-path.mjs';
import type { Launch } from './running-app';

const root = path.resolve(import.meta.dirname, '../..');

/** What starts the app with a keyring of its own, as on another computer; it is the same one for the same folder. */
export async function withKeyringIn(folder: string): Promise<Required<Pick<Launch, 'executable' | 'args'>>> {
  const executable = path.join(folder, 'electron-on-its-keyring');
  const command = [process.execPath, path.join(root, 'build/with-keyring.mjs'), electronPath()];
  const words = command.map((word) => `'${word}'`).join(' ');
  await writeFile(executable, `#!/bin/sh\nexport KEYRING_HOME='${folder}'\nexec ${words} "$@"\n`);
  await chmod(executable, 0o755);
  return { executable, args: [root] };
}
