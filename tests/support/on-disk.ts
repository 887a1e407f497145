import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** The files below a folder that hold a text in clear: as UTF-8, as UTF-16 or as base64. */
export async function filesWith(folder: string, text: string): Promise<readonly string[]> {
  const forms = [Buffer.from(text), Buffer.from(text, 'utf16le'), Buffer.from(Buffer.from(text).toString('base64'))];
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const bytes = await readFile(file);
    if (forms.some((form) => bytes.includes(form))) found.push(path.relative(folder, file));
  }
  return found;
}
