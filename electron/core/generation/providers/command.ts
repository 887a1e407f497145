import { randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, mkdir, open, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { fail, failure, FailureError } from '../../../../shared/failure';
import type { ModelCapabilities, ProviderInfo } from '../../../../shared/generation';
import { abortError } from '../../store/abort';
import { redact } from '../../store/redact';
import { errnoOf } from '../../transfers/file-failure';
import type { ConfigStorage, ProviderKeys } from '../generation';
import { MAGIC_BYTES, mediaTypeOf } from '../media-type';
import type { Address, MakeRequest, Provider, Submitted, Watch } from '../provider';
import { ProviderSettings } from '../provider-settings';
import { argumentsIn, withValues } from './command-line';
import { both, MEGAPIXEL, plainModel, square } from './model-lists';
import { endProgram, GRACE, startProgram, taskkill, type ProgramCall, type ProgramSystem } from './program';

const ARGUMENTS = '--prompt {prompt} --seed {seed} --width {width} --height {height} --output {output}';
/** What a program says, as far as it is kept. */
const MAX_WORDS = 20_000;
/** ms for the last words of a program that has ended; what it leaves running behind it may hold its output open for good. */
const LAST_WORDS = 500;
const MAX_FILES = 64;

/** A program of this computer, run without a shell. The pictures and films that it leaves in its output folder are the result. */
export class CommandProvider implements Provider {
  readonly id = 'command';
  readonly concurrency = 1;
  /** It may well ask a service that is paid for. */
  readonly repeatable = false;
  readonly jobs = null;
  readonly settings: ProviderSettings;
  readonly #folder: string;
  readonly #system: ProgramSystem;

  /** `folder`: where each run gets a folder of its own. `killTree`: what ends a run on Windows. */
  constructor(
    keys: ProviderKeys,
    storage: ConfigStorage,
    folder: string,
    platform = process.platform,
    killTree = taskkill,
  ) {
    const specs = [
      { name: 'program', kind: 'program', preset: '', fits: (file: string) => path.isAbsolute(file) },
      { name: 'arguments', kind: 'text', preset: ARGUMENTS, fits: closesItsQuotes },
    ] as const;
    this.settings = new ProviderSettings(this.id, specs, keys, storage);
    this.#folder = folder;
    this.#system = { platform, killTree };
  }

  info(): ProviderInfo {
    return {
      id: this.id,
      name: 'Command',
      demo: false,
      models: [capabilitiesOf(this.settings.value('arguments'))],
      status: this.settings.value('program') === '' ? 'needs-setup' : 'ready',
      fields: this.settings.fields(),
      key: null,
    };
  }

  async check(): Promise<void> {
    const program = this.#program();
    // Windows runs these through a shell alone, to which a prompt would be commands.
    if (this.#system.platform === 'win32' && /\.(bat|cmd)$/i.test(program)) fail('program-needs-shell', { program });
    try {
      await access(program, constants.X_OK);
      if ((await stat(program)).isDirectory()) fail('program-not-found', { program });
    } catch (error) {
      throw errnoOf(error) === null
        ? error
        : new FailureError(failure('program-not-found', { program }), { cause: error });
    }
  }

  async submit(request: MakeRequest, _job: string | null, watch: Watch, signal: AbortSignal): Promise<Submitted> {
    await this.check();
    const output = path.join(this.#folder, randomUUID());
    await mkdir(output, { recursive: true });
    const reference = await referenceIn(`${output}-reference`, request);
    const args = withValues(argumentsIn(this.settings.value('arguments')), valuesOf(request, output, reference));
    const program = this.#program();
    const { code, words } = await run({ program, args, folder: output }, this.#system, watch, signal);
    if (code !== 0) fail('program-failed', { program: path.basename(program), code: code ?? -1 }, redact(words));
    const files = await mediaIn(output);
    if (files.length === 0) fail('program-made-nothing', { program: path.basename(program) }, redact(words));
    return {
      kind: 'made',
      results: { places: files.map((file) => ({ kind: 'file', path: file })), seed: request.seed },
    };
  }

  async open(place: Address): Promise<Readable> {
    if (place.kind !== 'file') throw new Error('A program leaves files.');
    return createReadStream(place.path);
  }

  #program(): string {
    const program = this.settings.value('program');
    return program === '' ? fail('provider-not-set-up', { provider: this.id }) : program;
  }
}

interface Ended {
  /** null where a signal ended it. */
  readonly code: number | null;
  /** The last that it said. */
  readonly words: string;
}

/** Runs a program to its end. Its lines such as `40%` are its progress. Called off, it and what it started are ended. */
function run(call: ProgramCall, system: ProgramSystem, watch: Watch, signal: AbortSignal): Promise<Ended> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(abortError(signal));
    const child = startProgram(call, system);
    let words = '';
    const heard = (chunk: Buffer): void => {
      words = `${words}${chunk.toString()}`.slice(-MAX_WORDS);
      const share = /(\d{1,3}(?:\.\d+)?) ?%/.exec(chunk.toString());
      if (share !== null) watch.progress(Math.min(1, Number(share[1]) / 100));
    };
    child.stdout.on('data', heard);
    child.stderr.on('data', heard);
    const stop = (): void => endProgram(child, system);
    signal.addEventListener('abort', stop, { once: true });
    child.on('error', (error) => {
      signal.removeEventListener('abort', stop);
      reject(
        new FailureError(failure('program-not-found', { program: call.program }, error.message), { cause: error }),
      );
    });
    let lastWords: ReturnType<typeof setTimeout> | undefined;
    child.on('exit', () => {
      const stopListening = (): void => {
        child.stdout.destroy();
        child.stderr.destroy();
      };
      // Called off, what it has started is ended as well, the hard way where it has to be.
      lastWords = setTimeout(stopListening, signal.aborted ? GRACE + LAST_WORDS : LAST_WORDS);
    });
    child.on('close', (code) => {
      clearTimeout(lastWords);
      signal.removeEventListener('abort', stop);
      if (signal.aborted) reject(abortError(signal));
      else resolve({ code, words });
    });
  });
}

/** The pictures and films of a folder, by their bytes, in the order of their names. */
async function mediaIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const found: string[] = [];
  for (const file of files.toSorted()) {
    if (found.length < MAX_FILES && (await mediaTypeOf(await startOf(file))) !== null) found.push(file);
  }
  return found;
}

async function startOf(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAGIC_BYTES), 0, MAGIC_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The path of a picture to start from; '' for none. */
async function referenceIn(file: string, { reference }: MakeRequest): Promise<string> {
  if (reference === null) return '';
  await writeFile(file, await reference.bytes());
  return file;
}

function valuesOf(request: MakeRequest, output: string, reference: string): Record<string, string | number> {
  const { prompt, negativePrompt, seed, steps, guidance, size } = request;
  return {
    prompt,
    negative: negativePrompt,
    seed: seed ?? 0,
    steps: steps ?? 20,
    guidance: guidance ?? 7,
    width: size.width,
    height: size.height,
    reference,
    output,
  };
}

function closesItsQuotes(line: string): boolean {
  try {
    return argumentsIn(line).length >= 0;
  } catch {
    return false;
  }
}

function capabilitiesOf(line: string): ModelCapabilities {
  const takes = (mark: string): boolean => line.includes(`{${mark}}`);
  const sized = takes('width') && takes('height');
  return {
    ...plainModel('program', 'My program', [...MEGAPIXEL, square(512), ...both(768, 512)]),
    side: sized ? { min: 16, max: 8192, step: 8, preset: 1024 } : null,
    seed: takes('seed'),
    negativePrompt: takes('negative'),
    steps: takes('steps') ? { min: 1, max: 150, step: 1, preset: 20 } : null,
    guidance: takes('guidance') ? { min: 0, max: 30, step: 0.5, preset: 7 } : null,
    reference: takes('reference'),
  };
}
