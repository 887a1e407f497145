import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { NO_SETTINGS, type GenerationFacts } from '../../../shared/generation';
import { contentTypeOfName } from '../../../shared/media';
import { PAINTED } from './painted';

/** One object for the sandbox bucket. */
export interface SampleFile {
  readonly key: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  /** How it was made; null for what no prompt has made. */
  readonly facts: GenerationFacts | null;
}

const CLIP = 'first-light.mp4';

/**
 * What a new sandbox bucket holds, one after the other: a clip, and eleven pictures. `folder` is where their files lie, which come
 * with the app.
 */
export async function* sampleFiles(folder: string, now: () => number): AsyncGenerator<SampleFile> {
  yield { ...(await sample(folder, `videos/${CLIP}`)), facts: null };
  for (const { key, prompt, seed, style } of PAINTED) {
    const made = { provider: 'sketch', model: 'sketch-1', prompt, seed, style, createdAt: now() } as const;
    const facts = key.startsWith('generated/') ? { ...NO_SETTINGS, ...made } : null;
    yield { ...(await sample(folder, key)), facts };
  }
}

async function sample(folder: string, key: string): Promise<Omit<SampleFile, 'facts'>> {
  const file = path.posix.basename(key);
  return { key, contentType: contentTypeOfName(file), bytes: await readFile(path.join(folder, file)) };
}
