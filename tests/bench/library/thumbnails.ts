import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { mediaUrls, type LibraryView } from '../../../shared/library';
import { Bucket } from '../../support/bucket';
import { draftOf } from '../../support/desk';
import { startSandbox } from '../../support/sandbox';
import type { PlainApp } from '../plain-app';
import { median, type BenchRow } from '../report';
import { startApp } from './start-app';
import { viewOfAll } from './page-measures';

/** 12 megapixels, as a phone takes them. */
const SIZE = { width: 4000, height: 3000 } as const;
const PICTURES = 24;
/** As the app's own are (create-thumbnails.ts, decoder/webp.ts). */
const EDGE = 480;
const QUALITY = 82;

/**
 * Thumbnails of a bucket's pictures in the app, against `sharp` on the same files in plain Node: in turns. The first round, in which
 * the decoder's window comes up and both are cold, is a row of its own.
 */
export async function benchThumbnails(folder: string, rounds: number): Promise<readonly BenchRow[]> {
  const files = await makePhotos(path.join(folder, 'photos'));
  const sandbox = await startSandbox({ dir: path.join(folder, 'photos-bucket') });
  const app = await startApp(path.join(folder, 'photos-app'));
  const [ours, theirs]: [number[], number[]] = [[], []];
  try {
    const bucket = new Bucket(sandbox);
    const { id } = await app.call('connections.save', { draft: draftOf(sandbox), replaces: null });
    await app.shows('nav a');
    // Where no grid asks for pictures before they are counted.
    await app.evaluate(openUsage, null);
    await app.shows('h1');
    for (let round = 0; round <= rounds; round += 1) {
      // Each round has new objects of the same content: nothing of them is in a cache.
      for (const file of files) await bucket.put(`${round}/${path.basename(file)}`, await readFile(file));
      theirs.push(await bySharp(files));
      ours.push(await inApp(app, id, round));
    }
  } finally {
    await app.quit();
    await sandbox.close();
    await rm(path.join(folder, 'photos'), { recursive: true, force: true });
  }
  const name = 'Thumbnails of 12-megapixel JPEGs: times the speed of sharp';
  return [
    timesTheSpeed(name, ours.slice(1), theirs.slice(1), '≥ 0.8'),
    timesTheSpeed(`${name}, the first ${PICTURES} after a start`, ours.slice(0, 1), theirs.slice(0, 1), ''),
  ];
}

/** By the ms of rounds in turns: medians. */
function timesTheSpeed(name: string, ours: readonly number[], theirs: readonly number[], target: string): BenchRow {
  const perSecond = (ms: readonly number[]): number => Math.round((PICTURES * 10_000) / median(ms)) / 10;
  const ratio = median(theirs.map((ms, round) => ms / (ours[round] ?? Number.NaN)));
  const rates = { ours: perSecond(ours), theirs: perSecond(theirs) };
  return { name, ...rates, unit: 'a second', ratio: Number(ratio.toFixed(3)), target };
}

/** Photographs alike: soft shapes with some grain, each another. */
async function makePhotos(dir: string): Promise<readonly string[]> {
  await mkdir(dir, { recursive: true });
  const files: string[] = [];
  for (let n = 0; n < PICTURES; n += 1) {
    const noise = (width: number, height: number, sigma: number) =>
      sharp({
        create: { width, height, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma } },
      });
    const shapes = await noise(40, 30, 70).png().toBuffer();
    const grain = await noise(SIZE.width / 2, SIZE.height / 2, 14)
      .png({ compressionLevel: 1 })
      .toBuffer();
    const photo = await sharp(shapes)
      .resize(SIZE.width, SIZE.height, { kernel: 'cubic' })
      .composite([
        {
          input: await sharp(grain)
            .resize(SIZE.width, SIZE.height, { kernel: 'nearest' })
            .png({ compressionLevel: 1 })
            .toBuffer(),
          blend: 'soft-light',
        },
      ])
      .jpeg({ quality: 88 })
      .toBuffer();
    const file = path.join(dir, `photo ${n}.jpg`);
    await writeFile(file, photo);
    files.push(file);
  }
  return files;
}

/** Milliseconds for all of them, as many at once as libuv has threads. */
async function bySharp(files: readonly string[]): Promise<number> {
  const began = performance.now();
  const made = files.map((file) =>
    sharp(file).rotate().resize(EDGE, EDGE, { fit: 'inside' }).webp({ quality: QUALITY }).toBuffer(),
  );
  await Promise.all(made);
  return performance.now() - began;
}

/** Milliseconds until the page has the pictures of all of a round's objects, out of the bucket. */
async function inApp(app: PlainApp, connectionId: string, round: number): Promise<number> {
  const all = viewOfAll(connectionId, '', { field: 'name', direction: 'asc' });
  const view = { ...all, scope: { kind: 'folder', prefix: `${round}/` } } as const;
  await app.call('library.look', { view, isAsked: true });
  const addresses = await addressesIn(app, view);
  if (addresses.length !== PICTURES) throw new Error(`The app knows ${addresses.length} of ${PICTURES} pictures.`);
  return app.evaluate(loadAll, addresses);
}

async function addressesIn(app: PlainApp, view: LibraryView): Promise<readonly string[]> {
  const { rows } = await app.call('library.rows', { view, start: 0, count: PICTURES });
  return rows.flatMap((row) => (row.kind === 'asset' ? [mediaUrls.thumb(row)] : []));
}

function openUsage(): void {
  const link = [...document.querySelectorAll<HTMLElement>('nav a')].find((one) => one.textContent.includes('Usage'));
  if (link === undefined) throw new Error('There is no way to Usage.');
  link.click();
}

async function loadAll(addresses: readonly string[]): Promise<number> {
  const began = performance.now();
  await Promise.all(
    addresses.map(
      (address) =>
        new Promise<void>((resolve, reject) => {
          const picture = new Image();
          picture.onload = () => resolve();
          picture.onerror = () => reject(new Error(`No picture at ${address}`));
          picture.src = address;
        }),
    ),
  );
  return performance.now() - began;
}
