import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Change } from '../../electron/core/sandbox/tables';

/** What the sandbox has taken, as its own log has it: whether an answer about it arrived or not. */
export interface Taken {
  readonly parts: number;
  /** Parts that came again though they were there, be it under another upload of the same key. */
  readonly partsAgain: number;
  readonly objects: number;
  /** Objects that were made again though they were there. */
  readonly objectsAgain: number;
  readonly uploadsBegun: number;
}

/** Reads the log of a sandbox that has not been restarted since its folder was made. */
export async function readTaken(bucketDir: string): Promise<Taken> {
  const keys = new Map<string, string>();
  const parts: string[] = [];
  const objects: string[] = [];
  const lines = createInterface({ input: createReadStream(path.join(bucketDir, 'state.jsonl')) });
  for await (const line of lines) {
    // A line begins with its break, so that the first one is empty.
    if (line === '') continue;
    const changes: readonly Change[] = JSON.parse(line);
    for (const [table, address, row] of changes) {
      if (row === null) continue;
      if (table === 'uploads') keys.set(row.id, row.key);
      if (table === 'parts') parts.push(`${row.number} ${keys.get(address.split('/', 1)[0] ?? '')}`);
      if (table === 'objects') objects.push(row.key);
    }
  }
  return {
    parts: parts.length,
    partsAgain: parts.length - new Set(parts).size,
    objects: objects.length,
    objectsAgain: objects.length - new Set(objects).size,
    uploadsBegun: keys.size,
  };
}
