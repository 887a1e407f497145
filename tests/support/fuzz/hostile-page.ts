import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SecretStorage } from '../../../shared/connection';
import { FAILURE_CODES } from '../../../shared/failure';
import { COMMAND_NAMES, type CommandName } from '../../../shared/contract';
import { viewOfAll } from '../../bench/library/page-measures';
import { until } from '../../torture/app-questions';
import { Bucket } from '../bucket';
import { draftOf } from '../desk';
import { picture } from '../files';
import { knownFields, PASSPHRASES, type Surroundings } from './facts';
import { makeHarmless } from './harmless';
import { messages, type Message } from './messages';
import { sendAll, type Reply } from './over-the-bridge';

/** How many are sent on what is known of the app; then it is looked at, and put in order. */
const ROUND = 2560;
/** On their way at one time: many wait for a server that is not there. */
const ABREAST = 200;
/** Patience with a busy machine. */
const READ_MS = 60_000;
/** More would only make each round slower. */
const MOST_CONNECTIONS = 8;

export interface Tally {
  /** How many messages came to what: `value`, `not-sent`, or the code of a failure. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Commands that no message of the run has got a value from. */
  readonly neverDone: readonly string[];
  /** What must not be; empty when all held. */
  readonly broken: readonly string[];
}

/** Each would leave the others of its round nothing to work on: they come last. */
const ENDS: ReadonlySet<CommandName> = new Set([
  'connections.remove',
  'connections.select',
  'library.delete',
  'secrets.lock',
  'secrets.forgetPassphrase',
]);

const CODES: ReadonlySet<string> = new Set(FAILURE_CODES);

/** A page that says anything: sends so many messages to the running app, and judges all that comes back. */
export class HostilePage {
  readonly #around: Surroundings;
  readonly #bucket: Bucket;
  readonly #outcomes = new Map<string, number>();
  readonly #done = new Set<string>();
  readonly #broken: string[] = [];

  constructor(around: Surroundings) {
    this.#around = around;
    this.#bucket = new Bucket(around.sandbox);
  }

  async send(count: number, seed: number): Promise<Tally> {
    const { folder, desk } = this.#around;
    await mkdir(path.join(folder, 'chosen'), { recursive: true });
    await makeHarmless(desk.app, folder);
    for (let sent = 0; sent < count; sent += ROUND) {
      const known = await knownFields(this.#around, await this.#order());
      const made = messages(Math.min(ROUND, count - sent), seed + sent, known);
      await this.#send(made.filter((one) => !ENDS.has(one.name)));
      await this.#send(made.filter((one) => ENDS.has(one.name)));
    }
    await this.#order();
    this.#broken.push(...(await this.#bugs()));
    this.#bucket.close();
    const outcomes = Object.fromEntries([...this.#outcomes].sort(([, a], [, b]) => b - a));
    return { outcomes, neverDone: COMMAND_NAMES.filter((name) => !this.#done.has(name)), broken: this.#broken };
  }

  async #send(some: readonly Message[]): Promise<void> {
    const { desk, sandbox } = this.#around;
    const replies = await sendAll(desk.page, some, { abreast: ABREAST, secrets: [sandbox.secretAccessKey] });
    for (const [index, reply] of replies.entries()) this.#note(some[index], reply);
  }

  #note(message: Message | undefined, reply: Reply): void {
    const outcome = reply.kind === 'failure' ? reply.code : reply.kind;
    this.#outcomes.set(outcome, (this.#outcomes.get(outcome) ?? 0) + 1);
    if (message === undefined) return;
    if (reply.kind === 'value') this.#done.add(message.name);
    const wrong =
      reply.kind === 'broken'
        ? reply.why
        : reply.kind === 'failure' && !CODES.has(reply.code)
          ? `no such code: ${reply.code}`
          : null;
    if (wrong !== null) this.#broken.push(`${message.name}: ${wrong}; ${inShort(message.input)}`);
  }

  /** Main answers, its secrets are open, and there is a bucket with something in it; answers its connection. */
  async #order(): Promise<string> {
    const { desk, sandbox, folder } = this.#around;
    await desk.call('app.snapshot', null);
    await this.#openSecrets();
    await desk.call('transfers.cancel', { which: 'all' });
    await desk.call('transfers.clearFinished', null);
    const { slices } = await desk.call('app.snapshot', null);
    await desk.call('generation.cancelAll', { taskIds: slices.generation.tasks.map(({ id }) => id).slice(0, 1000) });
    for (const { id } of slices.watch.folders) await desk.call('watch.remove', { folderId: id });
    for (const { id } of slices.connections.profiles.slice(MOST_CONNECTIONS))
      await desk.call('connections.remove', { connectionId: id });
    await mkdir(path.join(folder, 'files'), { recursive: true });
    await writeFile(path.join(folder, 'files/note.txt'), 'a note');
    await writeFile(path.join(folder, 'files/one.png'), picture(1));
    for (const key of ['one.png', 'in/two.png', 'in/deeper/note.txt', '../up.txt'])
      await this.#bucket.put(key, picture(2));
    const profile = await desk.call('connections.save', { draft: draftOf(sandbox), replaces: null });
    await this.#known(profile.id);
    return profile.id;
  }

  /** Waits until what lies in the bucket has been read. */
  async #known(connectionId: string): Promise<void> {
    const { desk } = this.#around;
    await desk.call('library.refresh', { connectionId });
    const view = viewOfAll(connectionId, '', { field: 'name', direction: 'asc' });
    const isKnown = async (): Promise<boolean> =>
      (await desk.call('library.rows', { view, start: 0, count: 1 })).rows.length > 0;
    await until(READ_MS, isKnown);
  }

  async #openSecrets(): Promise<void> {
    const { desk } = this.#around;
    for (const passphrase of PASSPHRASES) {
      const { slices } = await desk.call('app.snapshot', null);
      if (!isLocked(slices.connections.storage)) return;
      await desk.ask('secrets.unlock', { passphrase });
    }
    const { slices } = await desk.call('app.snapshot', null);
    if (isLocked(slices.connections.storage)) await desk.call('secrets.forgetPassphrase', null);
  }

  /** What the log calls a bug: of a command, or one that nobody had caught. */
  async #bugs(): Promise<readonly string[]> {
    const log = path.join(this.#around.desk.app.launch.userDataDir, 'logs/main.log');
    const texts = await Promise.all([`${log}.1`, log].map((file) => readFile(file, 'utf8').catch(() => '')));
    const lines = texts.join('').split('\n');
    const isBug = (line: string): boolean => {
      const where = / ERROR ([^:]+):/.exec(line)?.[1] ?? '';
      return (
        where === 'uncaught' || where === 'unhandled rejection' || (COMMAND_NAMES as readonly string[]).includes(where)
      );
    };
    return lines.flatMap((line, index) => (isBug(line) ? [lines.slice(index, index + 4).join(' | ')] : []));
  }
}

function isLocked(storage: SecretStorage): boolean {
  return storage.kind === 'passphrase' && storage.lock === 'locked';
}

function inShort(value: unknown): string {
  const text =
    JSON.stringify(value, (_key, field: unknown) => (typeof field === 'bigint' ? String(field) : field)) ?? 'undefined';
  return text.slice(0, 400);
}
