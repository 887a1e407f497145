import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BucketDay, OperationName, UsageState } from '../../../shared/usage';
import { ManualClock } from '../transfers/manual-clock.test-support';
import { Meter } from './meter';

/** `ManualClock` begins in the first hour of 1970. */
const TODAY = '1970-01-01';
const DAY = 86_400_000;
const HOST = 'server.example';

let folder: string;
let clock: ManualClock;
let states: UsageState[];
let reported: unknown[];
const open: Meter[] = [];

beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(os.tmpdir(), 'usage-')), 'usage');
  clock = new ManualClock();
  states = [];
  reported = [];
});

afterEach(async () => {
  for (const meter of open.splice(0)) await meter.close();
  await rm(path.dirname(folder), { recursive: true });
});

async function start(): Promise<Meter> {
  const meter = unstarted();
  await meter.start();
  return meter;
}

function unstarted(): Meter {
  const meter = new Meter({
    folder,
    clock,
    onChange: (state) => states.push(state),
    report: (error) => reported.push(error),
  });
  open.push(meter);
  return meter;
}

function ask(meter: Meter, operation: OperationName, status = 200, objectBytes = 0): void {
  meter.count(HOST, { operation, bucket: 'media', status, objectBytes });
}

function all(meter: Meter): readonly BucketDay[] {
  return meter.days('1970-01-01', '1972-12-31');
}

const file = (): string => path.join(folder, 'usage.log');
const text = (): Promise<string> => readFile(file(), 'utf8');

describe('the meter', () => {
  it('counts by day, bucket and operation', async () => {
    const meter = await start();
    ask(meter, 'PutObject');
    ask(meter, 'PutObject');
    ask(meter, 'GetObject', 206, 512);
    meter.count('other.example', { operation: 'PutObject', bucket: 'media', status: 200, objectBytes: 0 });
    clock.advance(DAY);
    ask(meter, 'DeleteObject', 204);
    const none = { unbilled: 0, readBytes: 0, storedBytes: null };
    expect(all(meter)).toEqual([
      { day: TODAY, host: HOST, bucket: 'media', ...none, counts: { PutObject: 2, GetObject: 1 }, readBytes: 512 },
      { day: TODAY, host: 'other.example', bucket: 'media', ...none, counts: { PutObject: 1 } },
      { day: '1970-01-02', host: HOST, bucket: 'media', ...none, counts: { DeleteObject: 1 } },
    ]);
    expect(meter.days('1970-01-02', '1970-01-05')).toHaveLength(1);
  });

  it.each([
    [200, true],
    [304, true],
    [400, true],
    [404, true],
    [412, true],
    [401, false],
    [403, false],
    [429, false],
    [500, false],
    [503, false],
  ])('an answer of %d is billed: %s', async (status, billed) => {
    const meter = await start();
    ask(meter, 'PutObject', status);
    const [day] = all(meter);
    expect([day?.counts, day?.unbilled]).toEqual(billed ? [{ PutObject: 1 }, 0] : [{}, 1]);
  });

  it('keeps the most that was stored on a day', async () => {
    const meter = await start();
    for (const bytes of [5, 9, 7]) meter.stored(HOST, 'media', bytes);
    expect(all(meter)[0]?.storedBytes).toBe(9);
  });

  it('tells of changes and writes them at most once in two seconds', async () => {
    const meter = await start();
    const before = await text();
    for (let n = 0; n < 1000; n++) ask(meter, 'PutObject');
    expect(states).toHaveLength(1);
    expect(await text()).toBe(before);
    clock.advance(2000);
    await vi.waitFor(async () => expect((await text()).split('\n')).toHaveLength(3));
    expect(states.map(({ revision }) => revision)).toEqual([1, 2]);
  });

  it('goes on where the last run was, after an orderly end and after a kill', async () => {
    const first = await start();
    ask(first, 'PutObject');
    await first.close();
    const second = await start();
    ask(second, 'PutObject');
    clock.advance(2000);
    await vi.waitFor(async () => expect((await text()).trim().split('\n')).toHaveLength(3));
    // Not closed: killed with these two on their way to the disk.
    ask(second, 'PutObject');
    ask(second, 'PutObject');
    await writeFile(file(), `${await text()}0123456789abcdef {"day":"1970-`);
    const third = await start();
    expect(all(third)[0]?.counts).toEqual({ PutObject: 2 });
    expect(states.at(-1)?.damage).toBeNull();
    ask(third, 'HeadObject');
    await third.close();
    expect(all(await start())[0]?.counts).toEqual({ PutObject: 2, HeadObject: 1 });
  });

  it('adds what was counted before its file was read', async () => {
    const first = await start();
    ask(first, 'PutObject');
    await first.close();
    const second = unstarted();
    ask(second, 'PutObject');
    await second.start();
    expect(all(second)[0]?.counts).toEqual({ PutObject: 2 });
    await second.close();
    expect(all(await start())[0]?.counts).toEqual({ PutObject: 2 });
  });

  it('writes a file anew that has grown long, with nothing lost', async () => {
    const first = await start();
    ask(first, 'PutObject');
    await first.close();
    const [head = '', line = ''] = (await text()).split('\n');
    await writeFile(file(), `${head}\n${`${line}\n`.repeat(2001)}`);
    const second = await start();
    ask(second, 'PutObject');
    clock.advance(2000);
    await vi.waitFor(async () => expect((await text()).trim().split('\n')).toHaveLength(2003));
    ask(second, 'PutObject');
    clock.advance(2000);
    await vi.waitFor(async () => expect((await text()).trim().split('\n')).toHaveLength(2));
    await second.close();
    expect(all(await start())[0]?.counts).toEqual({ PutObject: 3 });
  });
});

describe('a file of counts', () => {
  /** As version 1 writes it; each later version must read it. */
  const OLD =
    'flow-media usage 1\n' +
    '28bf2f09f01a19a2 {"day":"1970-01-01","host":"server.example","bucket":"media","counts":{"PutObject":3,"GetObject":2},"unbilled":1,"readBytes":77,"storedBytes":900}\n';

  async function keep(content: string): Promise<void> {
    await (await start()).close();
    await writeFile(file(), content);
    states = [];
  }

  it('of version 1 is read', async () => {
    await keep(OLD);
    expect(all(await start())).toEqual([
      {
        day: TODAY,
        host: HOST,
        bucket: 'media',
        counts: { PutObject: 3, GetObject: 2 },
        unbilled: 1,
        readBytes: 77,
        storedBytes: 900,
      },
    ]);
    expect(states.at(-1)?.damage).toBeNull();
  });

  it.each([
    ['is no text', '\u0000\u0001\u0002 nothing of ours\n', 'all', {}],
    ['is of a later version', OLD.replace('usage 1', 'usage 2'), 'all', {}],
    [
      'has lost its first line',
      OLD.slice(OLD.indexOf('\n') + 1) + OLD.slice(OLD.indexOf('\n') + 1),
      'some',
      { PutObject: 3, GetObject: 2 },
    ],
    [
      'has a damaged line',
      OLD + OLD.slice(OLD.indexOf('\n') + 1).replace('"PutObject":3', '"PutObject":8'),
      'some',
      { PutObject: 3, GetObject: 2 },
    ],
  ] as const)('that %s is set aside, and counting goes on with what is whole', async (_what, content, lost, counts) => {
    await keep(content);
    const meter = await start();
    const { damage } = states.at(-1) ?? {};
    expect(damage?.lost).toBe(lost);
    expect(await readFile(path.join(folder, damage?.keptAs ?? ''), 'utf8')).toBe(content);
    expect(all(meter)[0]?.counts ?? {}).toEqual(counts);
    ask(meter, 'HeadObject');
    await meter.close();
    expect(all(await start())[0]?.counts).toEqual({ ...counts, HeadObject: 1 });
    expect(states.at(-1)?.damage).toBeNull();
    expect(await readdir(folder)).toHaveLength(2);
  });

  it('forgets what is older than two years', async () => {
    await keep(OLD);
    clock.advance(3 * 366 * DAY);
    expect(all(await start())).toEqual([]);
  });

  it('that cannot be written is reported, counted on in memory, and written later', async () => {
    const meter = await start();
    const good = await text();
    await rm(file());
    ask(meter, 'PutObject');
    clock.advance(2000);
    await vi.waitFor(() => expect(reported).toHaveLength(1));
    await writeFile(file(), good);
    ask(meter, 'PutObject');
    await meter.close();
    expect(all(await start())[0]?.counts).toEqual({ PutObject: 2 });
  });
});
