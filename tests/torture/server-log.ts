import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Change } from '../../electron/core/sandbox/state';

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
  const lines = createInterface({ input: createReadStream(path.join(bucketDir, 'log.jsonl')) });
  for await (const line of lines) {
    const change: Change = JSON.parse(line);
    if (change.op === 'create-upload') keys.set(change.upload.id, change.upload.key);
    if (change.op === 'put-part') parts.push(`${change.number} ${keys.get(change.id)}`);
    if (change.op === 'put' || change.op === 'complete-upload') objects.push(change.object.key);
  }
  return {
    parts: parts.length,
    partsAgain: parts.length - new Set(parts).size,
    objects: objects.length,
    objectsAgain: objects.length - new Set(objects).size,
    uploadsBegun: keys.size,
  };
}
