import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { writeBigIndex } from '../bench/library/big-index';
import { drawPictures, PICTURES, writeThumbnails } from '../bench/library/big-thumbnails';
import { privateBytes } from '../bench/library/memory';
import { viewOfAll } from '../bench/library/page-measures';
import { familyOf } from '../bench/transfers/usage';
import { Desk } from '../support/desk';
import { RunningApp } from '../support/running-app';
import { startSandbox } from '../support/sandbox';
import { Dice } from './dice';
import type { Outcome } from './report';

const OBJECTS = 100_000;
const PICTURED = 5000;
const MINUTES = 10;
const STRETCH_MS = 15_000;
/** Caches of a size of their own fill in the first half; what comes on top after that would come without end. */
const MAX_GROWTH = 64;
const MIB = 1024 * 1024;

const WHAT =
  'The real app over an index of 100,000 objects, 5,000 of them with pictures in the cache, is scrolled without a pause for ten ' +
  'minutes: 15 seconds on from a place, then a jump to another. Memory of all its processes together, shared pages counted once.';

/** Ten minutes of scrolling. */
export async function scroll(seed: number, scale: number): Promise<Outcome> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'torture-scroll-'));
  const userDataDir = path.join(folder, 'app');
  try {
    const connectionId = await connected(userDataDir, path.join(folder, 'bucket'));
    writeBigIndex(userDataDir, connectionId, Math.ceil(OBJECTS * Math.min(1, scale * 10)));
    const app = await RunningApp.start({ userDataDir });
    const desk = new Desk(app);
    await desk.library.getByRole('gridcell').first().waitFor();
    const view = viewOfAll(connectionId, '', { field: 'date', direction: 'desc' });
    const drawn = await desk.page.evaluate(drawPictures, PICTURES);
    await writeThumbnails(userDataDir, desk, drawn, view, PICTURED);
    const outcome = await scrolled(app, desk, new Dice(seed), MINUTES * scale);
    await app.quit();
    return outcome;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A user folder with a connection whose bucket does not answer any more, and no index; answers the connection's id. */
async function connected(userDataDir: string, dir: string): Promise<string> {
  const sandbox = await startSandbox({ dir });
  const app = await RunningApp.start({ userDataDir });
  const { id } = await new Desk(app).connect(sandbox);
  await app.quit();
  await sandbox.close();
  await rm(path.join(userDataDir, 'cache/index'), { recursive: true, force: true });
  return id;
}

async function scrolled(app: RunningApp, desk: Desk, dice: Dice, minutes: number): Promise<Outcome> {
  const pid = app.electron.process().pid ?? 0;
  const start = takenOf(pid);
  const first = await heapOf(app);
  const began = Date.now();
  const seen: Taken[] = [];
  let frames = 0;
  while (Date.now() - began < minutes * 60_000) {
    // The pictured rows are at the top: half of the jumps go there.
    const share = dice.chance(0.5) ? dice.next() * 0.02 : dice.next();
    frames += await desk.library.evaluate(scrollOn, { share, ms: STRETCH_MS });
    seen.push(takenOf(pid));
  }
  const all = seen.map(({ together }) => together);
  const quarter = Math.ceil(all.length / 4);
  const warm = Math.max(...all.slice(quarter, 2 * quarter));
  const end = Math.min(...all.slice(-quarter));
  const last = await heapOf(app);
  const shown = await desk.tiles.count();
  const broken = [
    ...(end - warm <= MAX_GROWTH ? [] : [`memory grew by ${end - warm} MiB in the second half`]),
    ...(last.heap - first.heap <= MAX_GROWTH ? [] : [`the page's own heap grew by ${last.heap - first.heap} MiB`]),
    ...(shown > 0 ? [] : ['nothing is shown at the end']),
  ];
  const facts = {
    'frames drawn': frames,
    'memory at the start': inWords(start),
    'most memory': `${Math.max(...all)} MiB`,
    'memory in the last quarter, at least': `${end} MiB`,
    "the page's own heap, without garbage": `${first.heap} MiB, at the end ${last.heap} MiB`,
    "the page's elements": `${first.elements}, at the end ${last.elements}`,
    'memory each minute': seen
      .filter((_, n) => n % 4 === 3)
      .map(inWords)
      .join('; '),
  };
  return { what: WHAT, facts, broken };
}

/** MiB. */
interface Taken {
  readonly together: number;
  readonly byProcess: Readonly<Record<string, number>>;
}

/** What the app's processes take, each by its part: `browser` is the main process, `renderer` the page and the decoder's. */
function takenOf(root: number): Taken {
  const byProcess: Record<string, number> = {};
  for (const pid of familyOf(root)) {
    const part = partOf(pid);
    byProcess[part] = (byProcess[part] ?? 0) + Math.round(privateBytes([pid]) / MIB);
  }
  return { together: Object.values(byProcess).reduce((sum, one) => sum + one, 0), byProcess };
}

function partOf(pid: number): string {
  try {
    return /--type=([\w-]+)/.exec(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))?.[1] ?? 'browser';
  } catch {
    return 'ended';
  }
}

function inWords({ together, byProcess }: Taken): string {
  const parts = Object.entries(byProcess).filter(([, one]) => one > 0);
  return `${together} MiB (${parts.map(([part, one]) => `${part} ${one}`).join(', ')})`;
}

/** What the page holds on to, MiB, and its elements, those that are not on show any more with them. */
async function heapOf(app: RunningApp): Promise<{ readonly heap: number; readonly elements: number }> {
  const devtools = await app.electron.context().newCDPSession(app.page);
  await devtools.send('Performance.enable');
  await devtools.send('HeapProfiler.collectGarbage');
  const { metrics } = await devtools.send('Performance.getMetrics');
  await devtools.detach();
  const told = (name: string): number => metrics.find((one) => one.name === name)?.value ?? 0;
  return { heap: Math.round(told('JSHeapUsedSize') / MIB), elements: told('Nodes') };
}

/** In the page: goes to a share of the whole and on from there, frame by frame; answers the frames. */
function scrollOn(grid: Element, { share, ms }: { readonly share: number; readonly ms: number }): Promise<number> {
  return new Promise((resolve) => {
    grid.scrollTop = share * (grid.scrollHeight - grid.clientHeight);
    const began = performance.now();
    let frames = 0;
    const step = (now: number): void => {
      frames += 1;
      grid.scrollBy(0, 60);
      if (now - began < ms) requestAnimationFrame(step);
      else resolve(frames);
    };
    requestAnimationFrame(step);
  });
}
