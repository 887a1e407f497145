import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { formsInBytes } from './secret-forms';

/** The files below a folder that hold a text in any form in which it could be read: databases and logs as bytes, names too. */
export async function filesWith(folder: string, text: string): Promise<readonly string[]> {
  const forms = formsInBytes(text);
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const bytes = entry.isFile() ? await readFile(file).catch(noneWhenGone) : Buffer.alloc(0);
    if (entry.name.includes(text) || forms.some((form) => bytes.includes(form)))
      found.push(path.relative(folder, file));
  }
  return found;
}

/** What a crash would have left below a folder: memory, with all that was in it. */
export async function dumpsBelow(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder, { recursive: true, encoding: 'utf8' });
  return found.filter((name) => /(\.dmp|\/core(\.\d+)?)$/.test(name));
}

/** A program that still runs has taken it away meanwhile. */
function noneWhenGone(error: NodeJS.ErrnoException): Buffer {
  if (error.code === 'ENOENT') return Buffer.alloc(0);
  throw error;
}
