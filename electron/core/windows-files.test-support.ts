import type { PathLike } from 'node:fs';
import type * as Files from 'node:fs/promises';
import path from 'node:path';

/**
 * `node:fs/promises` as Windows has it, for a test to mock it with: no file is renamed onto one that is open, and one that was opened
 * to append to cannot be cut off.
 */
export function filesOfWindows(real: typeof Files): typeof Files {
  const opened = new Map<Files.FileHandle, string>();
  const open: typeof Files.open = async (file, flags, mode) => {
    const handle = await real.open(file, flags, mode);
    opened.set(handle, placeOf(file));
    const close = handle.close.bind(handle);
    handle.close = () => close().finally(() => opened.delete(handle));
    if (String(flags).startsWith('a')) handle.truncate = () => refused('ftruncate', file);
    return handle;
  };
  const rename: typeof Files.rename = async (from, to) => {
    const target = placeOf(to);
    if ([...opened.values()].includes(target)) await refused('rename', to);
    await real.rename(from, to);
    for (const [handle, place] of opened) if (place === placeOf(from)) opened.set(handle, target);
  };
  return { ...real, open, rename };
}

function placeOf(file: PathLike): string {
  return path.resolve(String(file));
}

function refused(call: string, file: PathLike): Promise<never> {
  const error = new Error(`EPERM: operation not permitted, ${call} '${String(file)}'`);
  return Promise.reject(Object.assign(error, { code: 'EPERM', syscall: call }));
}
