import type { PathLike } from 'node:fs';
import type * as Files from 'node:fs/promises';
import path from 'node:path';

/** How many renames of a file are still refused, as another program holds it. */
const held = new Map<string, number>();

/** Does something on Windows while another program holds a file, which it lets go of after so many renames were refused. */
export async function whileHeld<T>(file: string, refusals: number, work: () => Promise<T>): Promise<T> {
  const system = process.platform;
  held.set(placeOf(file), refusals);
  Object.defineProperty(process, 'platform', { value: 'win32' });
  try {
    return await work();
  } finally {
    Object.defineProperty(process, 'platform', { value: system });
    held.clear();
  }
}

/**
 * `node:fs/promises` as Windows has it, for a test to mock it with: no file is renamed onto one that is open or
 * held, and one that was opened
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
    const refusals = held.get(target) ?? 0;
    held.set(target, refusals - 1);
    if (refusals > 0 || [...opened.values()].includes(target)) await refused('rename', to);
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
