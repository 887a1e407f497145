import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { draftOf } from '../support/desk';
import { startSandbox } from '../support/sandbox';
import { writeBigIndex } from './library/big-index';
import { drawPictures, PICTURES, writeThumbnails } from './library/big-thumbnails';
import { benchScan } from './library/scan';
import { benchThumbnails } from './library/thumbnails';
import { PlainApp } from './plain-app';
import { median, row, type BenchResult, type BenchRow } from './report';
import { familyOf } from './transfers/usage';
import { privateBytes } from './library/memory';
import {
  measureAsking,
  measureFrames,
  measureTyping,
  NEWEST_FIRST,
  quantile,
  viewOfAll,
} from './library/page-measures';
import { startApp } from './library/start-app';

// The library over an index of a million objects, in the built app. Its bucket does not answer while this is measured: the page
// then shows what the index knows, and nothing else moves.

const OBJECTS = 1_000_000;
const ROUNDS = 5;
/** What is scrolled over has pictures in the cache. */
const PICTURED = 3000;
/** Memory is looked at when nothing has been done for so long: what was in use for a moment has been given back. */
const REST_MS = 20_000;
/** From the first rows to the first letter. */
const SETTLE_MS = 5000;
const BARE = path.join(import.meta.dirname, 'bare-electron/main.mjs');
const MIB = 1024 * 1024;
const PARTS = ['use', 'scan', 'thumbnails'] as const;

interface Choice {
  readonly objects: number;
  readonly rounds: number;
  readonly parts: readonly string[];
}

/** A quick look: `--objects 100000 --rounds 2 --parts use,scan,thumbnails`. */
function choiceOf(args: readonly string[]): Choice {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args: [...args], options: { objects: text, rounds: text, parts: text } });
  return {
    objects: Number(values.objects ?? OBJECTS),
    rounds: Number(values.rounds ?? ROUNDS),
    parts: values.parts?.split(',') ?? PARTS,
  };
}

export async function library(args: readonly string[]): Promise<BenchResult> {
  const { objects, rounds, parts } = choiceOf(args);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bench-library-'));
  try {
    const rows: BenchRow[] = [];
    const notes: string[] = [];
    if (parts.includes('use')) {
      const full = await profile(path.join(folder, 'full'), objects);
      const empty = await profile(path.join(folder, 'empty'), 0);
      rows.push(await starts(full, empty, rounds), ...(await inUse(full, folder)));
      notes.push(
        `${objects.toLocaleString('en')} objects in ${Math.ceil(objects / 5000)} folders; the index was written by the app's own writer, and is warm.`,
        `First screen: from the beginning of the page to its first rows (or to "empty"), ${rounds} starts in turns.`,
        'Search, five seconds after the first rows: each of 47 keystrokes of 6 searches that changes what is on show; in the main process 6 other searches, letter by letter, by the round trip of the command.',
        'Scrolling: 60 px a frame over tiles whose pictures are in the cache; memory 20 s after that.',
      );
    }
    if (parts.includes('scan')) {
      const scan = await benchScan(folder, rounds);
      rows.push(...scan.rows);
      notes.push(scan.note);
    }
    if (parts.includes('thumbnails')) {
      rows.push(...(await benchThumbnails(folder, rounds)));
      notes.push(
        `Thumbnails: out of a bucket on this machine into the page; sharp from the disk. ${rounds} rounds in turns, after one for each that has a row of its own.`,
      );
    }
    return { commands: [['npm run bench -- library', ...args].join(' ')], rows, notes };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** A user folder with a connection whose bucket does not answer any more. */
async function profile(userDataDir: string, objects: number): Promise<string> {
  const sandbox = await startSandbox({ dir: `${userDataDir}-bucket` });
  const app = await startApp(userDataDir);
  const { id } = await app.call('connections.save', { draft: draftOf(sandbox), replaces: null });
  await shown(app);
  await app.quit();
  await sandbox.close();
  if (objects > 0) {
    await rm(path.join(userDataDir, 'cache/index'), { recursive: true, force: true });
    writeBigIndex(userDataDir, id, objects);
  }
  return userDataDir;
}

/** Waits for what the page knows of the bucket: ms from its beginning. */
function shown(app: PlainApp): Promise<number> {
  return app.evaluate(async () => {
    for (;;) {
      const [mark] = performance.getEntriesByName('library-shown');
      if (mark !== undefined) return mark.startTime;
      await new Promise((resolve) => window.setTimeout(resolve, 20));
    }
  }, null);
}

async function shownAfter(userDataDir: string): Promise<number> {
  const app = await startApp(userDataDir);
  const after = await shown(app);
  await app.quit();
  return after;
}

async function starts(full: string, empty: string, rounds: number): Promise<BenchRow> {
  const times = { full: [] as number[], empty: [] as number[] };
  for (let run = 0; run < rounds; run += 1) {
    times.full.push(await shownAfter(full));
    times.empty.push(await shownAfter(empty));
  }
  return row(
    'Window to the first rows, against an empty library',
    median(times.full),
    median(times.empty),
    'ms',
    'ratio ≤ 1.25',
  );
}

async function inUse(userDataDir: string, folder: string): Promise<BenchRow[]> {
  const bare = await openBare(path.join(folder, 'bare'));
  const bareFrames = await measureFrames(bare, 'html');
  const bareBytes = await bytesAtRest(bare);
  await bare.quit();

  await fillPictures(userDataDir);
  // Not loaded anew in the same window: what that leaves behind is collected in the middle of the scroll, and nobody does it.
  const app = await startApp(userDataDir);
  await app.shows('[role="gridcell"][aria-label] img');
  // As a person comes to it: what the app takes up after its start is behind it.
  await setTimeout(SETTLE_MS);
  const painted = await measureTyping(app);
  const asked = await measureAsking(app);
  const frames = await measureFrames(app, '[role="grid"]');
  const ourBytes = await bytesAtRest(app);
  await app.quit();
  return [
    row('Search in the main process, p95', quantile(asked, 0.95), 50, 'ms', '≤ 50 ms'),
    row('Search to the painted result, p95', quantile(painted, 0.95), 100, 'ms', '≤ 100 ms'),
    row(
      'Frame while scrolling, p95, against a bare page',
      quantile(frames.gaps, 0.95),
      quantile(bareFrames.gaps, 0.95),
      'ms',
      'ratio ≤ 1.5',
    ),
    row('Longest task while scrolling', frames.longestTask, 50, 'ms', '≤ 50 ms'),
    row('Memory of all processes over a bare window', (ourBytes - bareBytes) / MIB, 150, 'MiB', '≤ 150 MiB'),
  ];
}

/** The newest files have pictures, as if they had been looked at before. */
async function fillPictures(userDataDir: string): Promise<void> {
  const app = await startApp(userDataDir);
  await shown(app);
  const { slices } = await app.call('app.snapshot', null);
  const newest = viewOfAll(slices.connections.activeId ?? '', '', NEWEST_FIRST);
  const drawn = await app.evaluate(drawPictures, PICTURES);
  await writeThumbnails(userDataDir, app, drawn, newest, Math.min(PICTURED, slices.library.objectCount));
  await app.quit();
}

/** What all processes of an app hold while nothing is asked of it. */
async function bytesAtRest(app: PlainApp): Promise<number> {
  await setTimeout(REST_MS);
  return privateBytes(familyOf(app.pid));
}

async function openBare(userDataDir: string): Promise<PlainApp> {
  const app = await PlainApp.start(BARE, userDataDir, 'data:text/html');
  await app.evaluate(() => {
    const lines = Array.from(
      { length: 400 },
      (_, i) => `<p style="height:220px;background:hsl(${i * 9} 60% 50%)">${i}</p>`,
    );
    document.body.innerHTML = lines.join('');
  }, null);
  return app;
}
