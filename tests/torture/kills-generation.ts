import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ComfyStandIn } from '../../electron/core/generation/providers/comfy-stand-in.test-support';
import { startFaultProxy, type FaultProxy } from '../../electron/core/transfers/fault-proxy.test-support';
import { Pace } from '../../electron/core/transfers/pace.test-support';
import type { GenerationTask, ProviderId } from '../../shared/generation';
import { NO_SETTINGS } from '../../shared/generation';
import { Bucket } from '../support/bucket';
import { Desk } from '../support/desk';
import { serveFal, type Fal } from '../support/fal';
import { picture, sha256 } from '../support/files';
import { RunningApp } from '../support/running-app';
import { startSandbox, type RunningSandbox } from '../support/sandbox';
import { connect, countsOf, until } from './app-questions';
import { Dice } from './dice';
import { list, type Outcome } from './report';

/** The steps of a task, each of which the app is killed at; `put` and `stored` are those of its upload. */
const STEPS = {
  fal: ['asked', 'taken', 'looked', 'half-sent', 'put', 'stored'],
  comfyui: ['/prompt', '/history', '/view', 'put', 'stored'],
} as const;
type PaidProvider = keyof typeof STEPS;
const PROVIDERS: readonly PaidProvider[] = ['fal', 'comfyui'];
const RANDOM_KILLS = 20;
const LAST_MS = 3000;
const LIMIT_MS = 120_000;
const MIB = 1024 * 1024;

const WHAT =
  'The real app in Electron makes pictures with two services (stand-ins on loopback: a queue that takes money and gives the id of a job ' +
  'only in its answer, and ComfyUI, where the app chooses the id). It is killed with SIGKILL at each step of a task of each, and at 20 ' +
  'random moments, and started again each time. What was paid for must be in the bucket once, or be named as gone where the kill came ' +
  'before the app could learn the id of the job.';

/** Pictures that are made by services, through kills. */
export async function killsGeneration(seed: number, scale: number): Promise<Outcome> {
  const room = await Room.open();
  try {
    const dice = new Dice(seed);
    for (const provider of PROVIDERS) for (const step of STEPS[provider]) await room.killAt(provider, step, 0);
    for (let n = 0; n < Math.ceil(RANDOM_KILLS * scale); n += 1) {
      const provider = PROVIDERS[n % PROVIDERS.length] ?? 'fal';
      await room.killAt(provider, STEPS[provider][0], dice.whole(0, LAST_MS));
    }
    return await room.judge();
  } finally {
    await room.close();
  }
}

function paintedByComfy(n: number): Buffer {
  return picture(100 + n, 128, 128);
}

class Room {
  readonly #folder: string;
  readonly #sandbox: RunningSandbox;
  readonly #proxy: FaultProxy;
  readonly #fal: Fal;
  readonly #comfy: ComfyStandIn;
  readonly #broken: string[] = [];
  #desk: Desk | null = null;
  #connectionId = '';
  #asked = 0;
  #kills = 0;
  #heard: (step: string) => void = () => undefined;

  private constructor(folder: string, sandbox: RunningSandbox, proxy: FaultProxy, fal: Fal, comfy: ComfyStandIn) {
    this.#folder = folder;
    this.#sandbox = sandbox;
    this.#proxy = proxy;
    this.#fal = fal;
    this.#comfy = comfy;
  }

  static async open(): Promise<Room> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'torture-generation-'));
    const sandbox = await startSandbox({ dir: path.join(folder, 'bucket') });
    const proxy = await startFaultProxy(sandbox.endpoint);
    const [fal, comfy] = [await serveFal((n) => picture(n + 1, 128, 128)), await ComfyStandIn.start()];
    comfy.pictureOf = paintedByComfy;
    const room = new Room(folder, sandbox, proxy, fal, comfy);
    await room.#listen();
    return room;
  }

  async #listen(): Promise<void> {
    const pace = new Pace(40 * MIB);
    this.#fal.onStep = (step) => this.#heard(step);
    this.#comfy.onAsked = (question) => this.#heard(/^\/[a-z]+/.exec(question)?.[0] ?? '');
    this.#proxy.fault = ({ operation }) => {
      if (operation !== 'PutObject') return null;
      this.#heard('put');
      return { kind: 'slow', ms: 50, pace };
    };
    await this.#start();
    const desk = this.#app;
    this.#connectionId = await connect(desk, { ...this.#sandbox, endpoint: this.#proxy.url });
    await desk.call('generation.setUp', {
      provider: 'fal',
      fields: { baseUrl: this.#fal.url },
      apiKey: this.#fal.key,
    });
    await desk.call('generation.setUp', { provider: 'comfyui', fields: { baseUrl: this.#comfy.url }, apiKey: null });
    await desk.call('generation.check', { provider: 'comfyui' });
  }

  get #app(): Desk {
    if (this.#desk === null) throw new Error('The app does not run.');
    return this.#desk;
  }

  async #start(): Promise<void> {
    this.#desk = new Desk(await RunningApp.start({ userDataDir: path.join(this.#folder, 'profile') }));
  }

  /** Asks for one more picture, kills the app so many ms after a step, its own or an older task's, and starts it again. */
  async killAt(provider: PaidProvider, step: string, ms: number): Promise<void> {
    const reached = new Promise<void>((resolve) => {
      this.#heard = (heard) => {
        if (heard === step) resolve();
      };
    });
    const stored = step === 'stored' ? this.#untilStored() : reached;
    await this.#ask(provider);
    const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), LIMIT_MS).unref());
    if ((await Promise.race([stored, late])) === 'late') this.#broken.push(`${provider} never came to "${step}"`);
    if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
    await this.#app.app.kill();
    this.#heard = () => undefined;
    this.#kills += 1;
    await this.#start();
  }

  /** One picture more than now has been answered for by the server. */
  async #untilStored(): Promise<void> {
    const before = this.#stored();
    while (this.#stored() === before) await new Promise((resolve) => setTimeout(resolve, 1));
  }

  #stored(): number {
    return this.#proxy.seen.filter(({ operation, status }) => operation === 'PutObject' && status === 200).length;
  }

  async #ask(provider: PaidProvider): Promise<void> {
    const { slices } = await this.#app.call('app.snapshot', null);
    const model = slices.generation.providers.find(({ id }) => id === provider)?.models[0];
    if (model === undefined) throw new Error(`${provider} has no model`);
    this.#asked += 1;
    await this.#app.call('generation.start', {
      ...NO_SETTINGS,
      connectionId: this.#connectionId,
      provider,
      model: model.id,
      prompt: `${provider} number ${this.#asked}`,
      seed: this.#asked,
      size: model.sizes[0] ?? { width: 512, height: 512 },
      reference: null,
      count: 1,
    });
  }

  async #tasks(): Promise<readonly GenerationTask[]> {
    return (await this.#app.call('app.snapshot', null)).slices.generation.tasks;
  }

  async judge(): Promise<Outcome> {
    const isOver = async (): Promise<boolean> => {
      const open = (await this.#tasks()).some(({ state }) => !['done', 'failed', 'cancelled'].includes(state.kind));
      return !open && (await countsOf(this.#app)).open === 0;
    };
    if (!(await until(LIMIT_MS, isOver))) this.#broken.push('the tasks do not come to their end');
    const tasks = await this.#tasks();
    const gone = this.#judgeTasks(tasks);
    const paid = [
      ...this.#fal.jobs.map(({ picture: bytes, known, id }) => ({
        bytes,
        excused: !known,
        id,
        provider: 'fal' as const,
      })),
      ...this.#comfy.jobs.map(({ id }, n) => ({
        bytes: paintedByComfy(n),
        excused: false,
        id,
        provider: 'comfyui' as const,
      })),
    ];
    const keys = await this.#judgeBucket(paid, gone);
    await this.#app.app.quit();
    const left = await readdir(path.join(this.#folder, 'profile/generation/outbox'), { recursive: true });
    this.#broken.push(...left.map((name) => `left over in the outbox: ${name}`));
    const facts = {
      kills: this.#kills,
      'pictures asked for': this.#asked,
      'jobs that the services took': list({ fal: this.#fal.jobs.length, comfyui: this.#comfy.jobs.length }),
      'pictures in the bucket': keys,
      'named as gone: killed before the answer with the id of the job': gone.length,
      'uploads taken': this.#stored(),
    };
    return { what: WHAT, facts, broken: this.#broken };
  }

  /** The tasks that are named as gone; any other that is not done is a break. */
  #judgeTasks(tasks: readonly GenerationTask[]): readonly GenerationTask[] {
    if (tasks.length !== this.#asked) this.#broken.push(`${this.#asked} were asked for, ${tasks.length} are listed`);
    const gone = tasks.filter(({ state }) => state.kind === 'failed' && state.failure.code === 'connection-lost');
    const bad = tasks.filter((task) => task.state.kind !== 'done' && !gone.includes(task));
    this.#broken.push(...bad.map(({ name, state }) => `${name}: ${JSON.stringify(state)}`));
    const excused = this.#fal.jobs.filter(({ known }) => !known).length;
    if (gone.length > excused) this.#broken.push(`${gone.length} are named as gone, ${excused} could not be known`);
    return gone;
  }

  async #judgeBucket(
    paid: readonly { bytes: Buffer; excused: boolean; id: string; provider: ProviderId }[],
    gone: readonly GenerationTask[],
  ): Promise<number> {
    const bucket = new Bucket(this.#sandbox);
    const keys = await bucket.keys();
    const times = new Map<string, number>();
    for (const key of keys) {
      const hash = await bucket.sha256(key);
      times.set(hash, (times.get(hash) ?? 0) + 1);
    }
    bucket.close();
    let lost = 0;
    for (const { bytes, excused, id, provider } of paid) {
      const found = times.get(sha256(bytes)) ?? 0;
      if (found > 1) this.#broken.push(`${provider} ${id} lies ${found} times in the bucket`);
      if (found === 0 && !excused) this.#broken.push(`${provider} ${id} was paid for and is lost`);
      if (found === 0 && excused) lost += 1;
    }
    if (lost !== gone.length) this.#broken.push(`${lost} could not be known, ${gone.length} are named as gone`);
    if (this.#stored() > keys.length) this.#broken.push(`${this.#stored()} uploads made ${keys.length} objects`);
    return keys.length;
  }

  async close(): Promise<void> {
    if (this.#desk?.app.hasEnded === false) await this.#desk.app.kill();
    await this.#fal.close();
    await this.#comfy.close();
    await this.#proxy.close();
    await this.#sandbox.close();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
