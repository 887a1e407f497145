import { randomBytes, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createR2Store } from '../../electron/core/store/r2-store';
import type { BenchResult } from './report';
import { rowsOf, type CaseRuns } from './transfers/compared';
import { md5Seconds, notesOfMissed } from './transfers/missed';
import { buildMover, runOurs, type Host, type OurRun } from './transfers/ours';
import { ONE_WAY_MS, openPlace, type Place } from './transfers/place';
import { runRclone, VARIANTS, type TheirRun, type Variant } from './transfers/theirs';
import { haproxy, rclone, type Tool } from './transfers/tools';

// Our transfers against rclone: the same files, the same server, over TLS; in turns, so that a busy moment of the machine hits
// both. Ours runs in Electron's main process as in the app. See transfers/ for the parts.

const never = new AbortController().signal;
const MIB = 1024 * 1024;

interface Case {
  readonly id: string;
  readonly title: string;
  readonly files: 'large' | 'small';
  readonly direction: 'up' | 'down';
  readonly way: 'near' | 'far';
}

const CASES: readonly Case[] = (
  [
    ['large', 'up', 'near'],
    ['large', 'down', 'near'],
    ['small', 'up', 'near'],
    ['small', 'down', 'near'],
    ['small', 'up', 'far'],
    ['small', 'down', 'far'],
  ] as const
).map(([files, direction, way]) => ({
  id: `${files}-${direction}${way === 'far' ? '-far' : ''}`,
  title: '',
  files,
  direction,
  way,
}));

interface Choice {
  readonly rounds: number;
  readonly megabytes: number;
  readonly count: number;
  readonly cases: readonly Case[];
  readonly variants: readonly Variant[];
  readonly host: Host;
}

/** A quick look: `--rounds 1 --megabytes 256 --files 500 --cases large-up,small-up --variants tuned --host node`. */
function choiceOf(args: readonly string[]): Choice {
  const text = { type: 'string' } as const;
  const options = { rounds: text, megabytes: text, files: text, cases: text, variants: text, host: text };
  const { values } = parseArgs({ args: [...args], options });
  const only = values.cases?.split(',');
  const variants = values.variants?.split(',');
  return {
    rounds: Number(values.rounds ?? 5),
    megabytes: Number(values.megabytes ?? 1024),
    count: Number(values.files ?? 2000),
    cases: CASES.filter(({ id }) => only?.includes(id) ?? true),
    variants: (Object.keys(VARIANTS) as Variant[]).filter((name) => variants?.includes(name) ?? true),
    host: values.host === 'node' ? 'node' : 'electron',
  };
}

export async function transfers(args: readonly string[]): Promise<BenchResult> {
  const choice = choiceOf(args);
  const [theirs, proxy, mover] = [await rclone(), await haproxy(), await buildMover()];
  const place = await openPlace(proxy);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bench-files-'));
  try {
    const bench = new TransfersBench(choice, place, theirs, mover, folder);
    const runs = await bench.run();
    return {
      commands: [['npm run bench -- transfers', ...args].join(' ')],
      rows: runs.flatMap(rowsOf),
      notes: [
        `${theirs.version}, ${proxy.version.split(' - ')[0] ?? ''}; ours in ${choice.host === 'node' ? 'plain Node' : "Electron's main process"}; ${choice.rounds} rounds in turns, medians of ratios.`,
        `tuned: rclone ${VARIANTS.tuned.join(' ')}; no checksums: rclone ${VARIANTS['no checksums'].join(' ')}.`,
        `30 ms: a delaying proxy holds every byte back for ${ONE_WAY_MS} ms each way.`,
        ...notesOfMissed(runs, { md5: md5Seconds(choice.megabytes), count: choice.count }),
      ],
    };
  } finally {
    await place.close();
    await rm(folder, { recursive: true, force: true });
  }
}

class TransfersBench {
  readonly #choice: Choice;
  readonly #place: Place;
  readonly #rclone: Tool;
  readonly #mover: string;
  readonly #folder: string;
  #run = 0;

  constructor(choice: Choice, place: Place, tool: Tool, mover: string, folder: string) {
    this.#choice = choice;
    this.#place = place;
    this.#rclone = tool;
    this.#mover = mover;
    this.#folder = folder;
  }

  async run(): Promise<readonly CaseRuns[]> {
    const { cases, rounds } = this.#choice;
    await this.#makeFiles();
    const results: CaseRuns[] = [];
    for (const one of cases) {
      const ours: OurRun[] = [];
      // Without checksums it is measured where their cost shows: a small file's is no more than its request.
      const variants = this.#choice.variants.filter((name) => name !== 'no checksums' || one.files === 'large');
      const theirs = new Map<Variant, TheirRun[]>(variants.map((name) => [name, []]));
      for (let round = 0; round < rounds; round++) {
        const turn = variants.map((name) => async () => void theirs.get(name)?.push(await this.#theirTurn(one, name)));
        turn.splice(round % (turn.length + 1), 0, async () => void ours.push(await this.#ourTurn(one)));
        for (const run of turn) await run();
        console.error(progressOf(one, round, ours, theirs));
      }
      results.push({ title: this.#titleOf(one), files: one.files, way: one.way, ours, theirs });
    }
    return results;
  }

  #titleOf({ files, direction, way }: Case): string {
    const { megabytes, count } = this.#choice;
    const what = files === 'large' ? (megabytes === 1024 ? '1 GiB' : `${megabytes} MiB`) : `${count} × 100 KiB`;
    return `${what} ${direction}${way === 'far' ? `, ${2 * ONE_WAY_MS} ms` : ''}`;
  }

  /** The files to send, on disk; the same in the bucket, for those to fetch. */
  async #makeFiles(): Promise<void> {
    const { megabytes, count } = this.#choice;
    const large = path.join(this.#folder, 'large');
    const small = path.join(this.#folder, 'small');
    await mkdir(large, { recursive: true });
    await mkdir(small);
    const file = createWriteStream(path.join(large, 'large.bin'));
    for (let n = 0; n < megabytes; n++) file.write(randomBytes(MIB));
    await new Promise<void>((resolve, reject) => file.on('error', reject).end(resolve));
    for (let n = 0; n < count; n++) await writeFile(path.join(small, `${n}.bin`), randomBytes(100 * 1024));
    for (const name of ['large', 'small'] as const) {
      await runRclone(
        this.#rclone,
        'tuned',
        this.#bucketAt('near'),
        [this.#sourceOf(name), this.#remote(name)],
        this.#place.caFile,
      );
    }
  }

  #sourceOf(files: Case['files']): string {
    return path.join(this.#folder, files);
  }

  #remote(prefix: string): string {
    return `remote:${this.#place.sandbox.bucket}/${prefix}`;
  }

  #bucketAt(way: Case['way']) {
    return { ...this.#place.sandbox, endpoint: this.#place[way] };
  }

  async #ourTurn({ files, direction, way }: Case): Promise<OurRun> {
    const name = this.#fresh();
    const { bucket, accessKeyId, secretAccessKey } = this.#place.sandbox;
    const job = {
      store: { endpoint: this.#place[way], region: 'auto', bucket, accessKeyId, secretAccessKey },
      root: path.join(this.#folder, `${name}-queue`),
    };
    const folder = path.join(this.#folder, name);
    const task =
      direction === 'up'
        ? { direction, prefix: `${name}/`, paths: [this.#sourceOf(files)] }
        : { direction, prefix: `${files}/`, folder };
    const run = await runOurs(this.#mover, this.#choice.host, { ...job, ...task }, this.#place.caFile);
    await this.#proveAndClear(name, files, direction, direction === 'up' ? `${name}/${files}/` : folder);
    await rm(job.root, { recursive: true });
    return run;
  }

  async #theirTurn({ files, direction, way }: Case, variant: Variant): Promise<TheirRun> {
    const name = this.#fresh();
    const folder = path.join(this.#folder, name);
    const way2 =
      direction === 'up'
        ? ([this.#sourceOf(files), this.#remote(name)] as const)
        : ([this.#remote(files), folder] as const);
    const run = await runRclone(this.#rclone, variant, this.#bucketAt(way), way2, this.#place.caFile);
    await this.#proveAndClear(name, files, direction, direction === 'up' ? `${name}/` : folder);
    return run;
  }

  #fresh(): string {
    this.#run += 1;
    return `run-${this.#run}-${randomUUID().slice(0, 8)}`;
  }

  /** Everything came, by number and size; then it goes, outside of what is measured. */
  async #proveAndClear(name: string, files: Case['files'], direction: Case['direction'], where: string): Promise<void> {
    const { count, megabytes } = this.#choice;
    const names = files === 'large' ? ['large.bin'] : Array.from({ length: count }, (_, n) => `${n}.bin`);
    const size = files === 'large' ? megabytes * MIB : 100 * 1024;
    const sizes = direction === 'up' ? await this.#sizesInBucket(where) : await sizesInFolder(where, names);
    const wrong = names.filter((one) => sizes.get(one) !== size);
    if (wrong.length > 0) throw new Error(`${name}: ${wrong.length} of ${names.length} did not arrive in ${where}`);
    if (direction === 'down') await rm(where, { recursive: true });
    else
      await this.#withStore((store) =>
        store.deleteMany(
          names.map((one) => where + one),
          never,
        ),
      );
  }

  #sizesInBucket(prefix: string): Promise<ReadonlyMap<string, number>> {
    return this.#withStore(async (store) => {
      const sizes = new Map<string, number>();
      let continuationToken: string | null = null;
      do {
        const page = await store.list({ prefix, delimiter: '', continuationToken, maxKeys: 1000 }, never);
        for (const { key, size } of page.objects) sizes.set(key.slice(prefix.length), size);
        ({ continuationToken } = page);
      } while (continuationToken !== null);
      return sizes;
    });
  }

  async #withStore<T>(work: (store: ReturnType<typeof createR2Store>) => Promise<T>): Promise<T> {
    const store = createR2Store({ ...this.#place.sandbox, region: 'auto' });
    try {
      return await work(store);
    } finally {
      store.close();
    }
  }
}

async function sizesInFolder(folder: string, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  for (const name of names) sizes.set(name, (await stat(path.join(folder, name))).size);
  return sizes;
}

function progressOf(
  one: Case,
  round: number,
  ours: readonly OurRun[],
  theirs: ReadonlyMap<Variant, readonly TheirRun[]>,
): string {
  const tell = (run: { ms: number; cpuSeconds: number } | undefined): string =>
    run === undefined ? '-' : `${(run.ms / 1000).toFixed(2)} s/${run.cpuSeconds.toFixed(2)} cpu`;
  const others = [...theirs].map(([name, runs]) => `${name} ${tell(runs.at(-1))}`);
  const mine = ours.at(-1);
  const extra =
    mine === undefined ? '' : ` p99 ${mine.delayP99Ms.toFixed(0)} ms, ${Math.round(mine.peakBytes / MIB)} MiB`;
  return `${one.id} ${round + 1}: ours ${tell(mine)}${extra} | ${others.join(' | ')}`;
}
