import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, vi } from 'vitest';
import { GENERATED_NAMES } from '../../../shared/generated-names';
import { NO_SETTINGS, type GenerationInput, type GenerationTask, type ProviderId } from '../../../shared/generation';
import type { GenerationStateSlice } from '../../../shared/generation-state';
import { assetIdOf } from '../library/asset-id';
import { createWebFetch } from '../store/web-fetch';
import { NO_CONVERTER } from '../transfers/upload/image-converter';
import { createGeneration } from './create-generation';
import type { Generation, GenerationDependencies } from './generation';
import type { Provider } from './provider';
import { createProviders } from './providers';
import type { Pace } from './providers/polling';
import { FakeUploads, memoryConfig, memoryKeys, NO_ENCODER } from './generation.test-support';

export const NOVEMBER = new Date(2026, 10, 3).getTime();

export const INPUT: GenerationInput = {
  connectionId: 'c1',
  provider: 'sketch',
  model: 'sketch-1',
  size: { width: 512, height: 512 },
  reference: null,
  ...NO_SETTINGS,
  style: 'Dunes',
  seed: 5,
  prompt: 'Violet dunes',
  count: 1,
};

/** The app's generation over one folder and one transfer queue, started, killed and started again. */
export class TestApp {
  readonly root: string;
  readonly uploads = new FakeUploads();
  keepsPrompts = false;
  generatedNames: string = GENERATED_NAMES;
  /** What the page was told last. */
  published: GenerationStateSlice | null = null;
  readonly #keys = memoryKeys();
  readonly #config = memoryConfig();
  readonly #reported: unknown[] = [];
  #running: Generation[] = [];
  #ids = 0;
  /** In the place of the app's own, for what a test wants a service to do. */
  providers: ReadonlyMap<ProviderId, Provider> | null = null;
  now = NOVEMBER;
  /** How a result is fetched that cannot be had just now: what fails once has failed, unless a test says otherwise. */
  pace: Pace = { interval: 1, patience: -1 };

  private constructor(root: string) {
    this.root = root;
  }

  static async create(): Promise<TestApp> {
    return new TestApp(await mkdtemp(path.join(tmpdir(), 'flow-generation-')));
  }

  async launch(): Promise<Generation> {
    const generation = this.build();
    await generation.start();
    return generation;
  }

  /** Not started yet. */
  build(): Generation {
    const deps: GenerationDependencies = {
      root: this.root,
      uploads: this.uploads,
      keys: this.#keys,
      configStorage: this.#config,
      fetch: createWebFetch(async () => null),
      films: NO_ENCODER,
      converter: NO_CONVERTER,
      cloudflareApi: 'http://127.0.0.1:1',
      accountId: () => '',
      publish: (slice) => (this.published = slice),
      assetIdOf,
      readReference: async () => ({ bytes: new Uint8Array(), name: 'none' }),
      now: () => this.now,
      generatedNames: () => this.generatedNames,
      keepsPrompts: () => this.keepsPrompts,
      random: () => 0.5,
      randomId: () => `id${this.#ids++}`,
      report: (error) => this.#reported.push(error),
      keptAside: (copy) => this.#reported.push(new Error(`kept aside: ${copy}`)),
    };
    const generation = createGeneration(
      deps,
      this.providers ?? createProviders(deps, path.join(this.root, 'programs')),
      this.pace,
    );
    this.#running.push(generation);
    return generation;
  }

  /** Ends a generation as quitting does. */
  async quit(generation: Generation): Promise<void> {
    this.#running = this.#running.filter((one) => one !== generation);
    await generation.stop();
  }

  /** Ends a generation as a kill would: nothing more of it reaches the journal that the next one reads. */
  async kill(generation: Generation): Promise<void> {
    const before = await this.journal();
    await this.quit(generation);
    await this.writeJournal(before);
  }

  /** Stops what runs and clears away; no error may have been reported. */
  async close(): Promise<void> {
    for (const generation of this.#running) await generation.stop();
    await rm(this.root, { recursive: true });
    if (this.#reported.length > 0) throw new AggregateError(this.#reported, 'Errors were reported.');
  }

  journal(): Promise<string> {
    return readFile(path.join(this.root, 'tasks.ndjson'), 'utf8');
  }

  writeJournal(text: string): Promise<void> {
    return writeFile(path.join(this.root, 'tasks.ndjson'), text);
  }

  outboxFiles(): Promise<string[]> {
    return readdir(path.join(this.root, 'outbox'));
  }
}

/** The newest task. */
export function newest(generation: Generation): GenerationTask {
  const [task] = generation.slice().tasks;
  if (task === undefined) throw new Error('There is no task.');
  return task;
}

/** Waits until the newest task is in a state. */
export async function reach(generation: Generation, kind: GenerationTask['state']['kind']): Promise<GenerationTask> {
  await vi.waitFor(() => expect(newest(generation).state.kind).toBe(kind), { timeout: 20_000, interval: 5 });
  return newest(generation);
}
