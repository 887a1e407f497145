import path from 'node:path';
import { bigKey } from '../bench/library/big-index';
import { startSeededSandbox } from '../bench/library/seeded-sandbox';
import { viewOfAll } from '../bench/library/page-measures';
import {
  answer,
  startFaultProxy,
  type Fault,
  type FaultProxy,
  type SeenRequest,
} from '../../electron/core/transfers/fault-proxy.test-support';
import type { LibraryRow } from '../../shared/library';
import { Desk, expect, test as base } from '../support/desk';
import type { SandboxAddress } from '../support/sandbox';

const OBJECTS = 40_000;
const ROWS = 500;
/** Pages that tell less than a thousand new names: eight ranges are read at once, and cut as long as there is something to cut. */
const ENDS = 16;
const WHOLE = /40,000 objects(?!.*so far)/;

interface Fixtures {
  /** A bucket that lists 40,000 objects, reached through `wire` alone. */
  readonly large: { readonly address: SandboxAddress; readonly wire: FaultProxy };
}

const test = base.extend<Fixtures>({
  large: async ({ folder, startSandbox }, use) => {
    const dir = path.join(folder, 'large');
    await (await startSeededSandbox(dir, OBJECTS)).close();
    const sandbox = await startSandbox({ dir });
    const wire = await startFaultProxy(sandbox.endpoint);
    await use({ address: { ...sandbox, endpoint: wire.url }, wire });
    await wire.close();
  },
  // Named before `launch`, so that the wire outlives the app.
  app: async ({ large: _large, launch }, use) => {
    await use(await launch());
  },
});

function listings({ seen }: FaultProxy): number {
  return seen.filter(({ operation, status }) => operation === 'ListObjectsV2' && status === 200).length;
}

/** All names that the app knows, asked as the grid asks. */
async function knownKeys(desk: Desk, connectionId: string): Promise<readonly string[]> {
  const view = viewOfAll(connectionId, '', { field: 'name', direction: 'asc' });
  const { rowCount } = await desk.call('library.summary', { view });
  const rows: LibraryRow[] = [];
  for (let start = 0; start < rowCount; start += ROWS)
    rows.push(...(await desk.call('library.rows', { view, start, count: ROWS })).rows);
  return rows.flatMap((row) => (row.kind === 'asset' ? [row.key] : [])).sort();
}

const ALL = Array.from({ length: OBJECTS }, (_, n) => bigKey(n)).sort();

/** Lets listings through one by one, and none when it is closed. */
class Gate {
  #waiting: (() => void)[] = [];

  readonly fault = ({ operation }: SeenRequest): Fault | null => {
    if (operation !== 'ListObjectsV2') return null;
    return { kind: 'hold', until: new Promise((resolve) => this.#waiting.push(resolve)) };
  };

  letOne(): void {
    this.#waiting.shift()?.();
  }

  /** Those that wait are of an app that is gone. */
  forget(): void {
    this.#waiting = [];
  }

  open(): void {
    for (const go of this.#waiting.splice(0)) go();
  }
}

/** How many objects the line over the grid speaks of. */
async function foundIn(desk: Desk): Promise<number> {
  // There is no such line before the first page has come.
  const words = (await desk.status.allInnerTexts()).join();
  return Number((/([\d,]+) objects/.exec(words)?.[1] ?? '0').replaceAll(',', ''));
}

async function readMost(desk: Desk, gate: Gate): Promise<void> {
  const readOn = async (): Promise<number> => {
    for (let n = 0; n < 4; n += 1) gate.letOne();
    return foundIn(desk);
  };
  await expect.poll(readOn, { intervals: [100], timeout: 120_000 }).toBeGreaterThan(25_000);
}

test(
  'killed in the middle of reading a bucket, the app shows what it had found and reads only the rest',
  { tag: '@long' },
  async ({ app, large: { address, wire }, problems }) => {
    test.slow();
    const gate = new Gate();
    wire.fault = gate.fault;
    const desk = new Desk(app);
    const { id } = await desk.connect(address);
    await readMost(desk, gate);
    await app.kill();
    const before = listings(wire);
    gate.forget();

    const again = new Desk(await app.relaunch());
    // What came in the last moment may not have been on the disk yet.
    await expect.poll(() => foundIn(again)).toBeGreaterThan(20_000);
    const found = await foundIn(again);
    await expect(again.status).toContainText('so far');
    await expect(again.tiles.first()).toBeVisible();
    expect(listings(wire)).toBe(before);
    wire.fault = () => null;
    gate.open();
    await expect(again.status).toHaveText(WHOLE);
    expect(await knownKeys(again, id)).toEqual(ALL);
    // What was known is not asked for again, but for the ends of ranges.
    expect(listings(wire) - before).toBeLessThanOrEqual((OBJECTS - found) / 1000 + ENDS);
    // There is nothing behind the names.
    await again.app.quit();
    problems.length = 0;
  },
);

test(
  'a server that fails now and then in the middle of reading is read to the end without a click',
  { tag: '@long' },
  async ({ app, large: { address, wire }, problems }) => {
    test.slow();
    let asked = 0;
    wire.fault = ({ operation }) => {
      if (operation !== 'ListObjectsV2') return null;
      asked += 1;
      if (asked % 4 === 2) return answer(503, 'SlowDown');
      return asked % 9 === 8 ? answer(500, 'InternalError') : null;
    };
    const desk = new Desk(app);
    const { id } = await desk.connect(address);
    await expect(desk.status).toHaveText(WHOLE, { timeout: 60_000 });
    expect(await knownKeys(desk, id)).toEqual(ALL);
    expect(asked).toBeGreaterThan(listings(wire));
    await app.quit();
    problems.length = 0;
  },
);

test(
  'a server that fails for good in the middle of reading: what was found stays, is called a part, and is gone on from',
  { tag: '@long' },
  async ({ app, large: { address, wire }, problems }) => {
    test.slow();
    const gate = new Gate();
    wire.fault = gate.fault;
    const desk = new Desk(app);
    const { id } = await desk.connect(address);
    await readMost(desk, gate);
    wire.fault = ({ operation }) => (operation === 'ListObjectsV2' ? answer(500, 'InternalError') : null);
    gate.open();
    const stale = app.page.getByRole('alert').filter({ hasText: 'only the part of the bucket that was read' });
    await expect(stale).toBeVisible({ timeout: 60_000 });
    await expect(desk.status).toContainText('so far');
    await expect(desk.tiles.first()).toBeVisible();
    const [before, found] = [listings(wire), await foundIn(desk)];
    wire.fault = () => null;
    await stale.getByRole('button', { name: 'Try again' }).click();
    await expect(desk.status).toHaveText(WHOLE);
    await expect(stale).toBeHidden();
    expect(await knownKeys(desk, id)).toEqual(ALL);
    expect(listings(wire) - before).toBeLessThanOrEqual((OBJECTS - found) / 1000 + ENDS);
    await app.quit();
    problems.length = 0;
  },
);
