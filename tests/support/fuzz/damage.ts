import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { AppSnapshot } from '../../../shared/state';
import { isJson } from '../../../shared/json-text';
import { NEW_WATCH } from '../../../shared/watch';
import { until } from '../../torture/app-questions';
import { Desk } from '../desk';
import { RunningApp } from '../running-app';
import { DAMAGES } from './damages';

/** Patience with a busy machine. */
const ARRIVE_MS = 120_000;
const LOOKS = 20;
const LOOK_MS = 250;

/** Below a data folder: what the app itself keeps, not what Chromium does. */
const KEPT = ['settings', 'transfers', 'generation', 'usage', 'watch', 'cache/index'];

/** The files that could be damaged, each by its path below the data folder. */
export async function keptFiles(profile: string): Promise<readonly string[]> {
  const found = await Promise.all(
    KEPT.map(async (folder) => {
      const below = path.join(profile, folder);
      const entries = await readdir(below, { recursive: true, withFileTypes: true }).catch(() => []);
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(profile, path.join(entry.parentPath, entry.name)));
    }),
  );
  return found.flat().sort();
}

/** What a person would miss. */
export function possessionsOf({ slices }: AppSnapshot): Readonly<Record<string, number>> {
  return {
    connections: slices.connections.profiles.length,
    presets: slices.generation.presets.length,
    'past prompts': slices.generation.pastPrompts,
    'generated pictures': slices.generation.tasks.length,
    'watched folders': slices.watch.folders.length,
    'shared thumbnails': slices.settings.sharedThumbnails.length,
  };
}

export interface Damage {
  readonly file: string;
  readonly how: string;
  readonly share: number;
}

/** What is wrong with how the app takes a damaged file of a data folder, which stays as it is; nothing when all is well. */
export async function startDamaged(
  profile: string,
  copy: string,
  { file, how, share }: Damage,
  whole: Readonly<Record<string, number>>,
): Promise<readonly string[]> {
  await cp(profile, copy, { recursive: true });
  const damaged = (DAMAGES[how] ?? ((bytes: Buffer) => bytes))(await readFile(path.join(copy, file)), share);
  await writeFile(path.join(copy, file), damaged);
  const app = await RunningApp.start({ userDataDir: copy });
  const desk = new Desk(app);
  const wrong: string[] = [];
  try {
    const lost = await lostOf(desk, whole);
    const log = await readFile(path.join(copy, 'logs/main.log'), 'utf8').catch(() => '');
    for (const line of log.split('\n')) if (/ERROR (uncaught|unhandled rejection)/.test(line)) wrong.push(line);
    const isTold = lost.length > 0 && !looksTorn(file, damaged);
    if (isTold && !(await isKept(path.dirname(path.join(copy, file)), damaged)))
      wrong.push(`${lost.join(', ')} lost, and the file is kept nowhere`);
    if (isTold && !log.includes('it is kept as')) wrong.push(`${lost.join(', ')} lost, and nothing is said of it`);
    if (lost.length > 1) wrong.push(`one file cost ${lost.join(' and ')}`);
  } finally {
    await app.quit();
  }
  return wrong.map((what) => `${file}, ${how} at ${share.toFixed(3)}: ${what}`);
}

/** What is missing when the app has had time to take everything up. */
async function lostOf(desk: Desk, whole: Readonly<Record<string, number>>): Promise<readonly string[]> {
  for (let look = 1; ; look += 1) {
    const possessions = possessionsOf(await desk.call('app.snapshot', null));
    const lost = Object.keys(whole).filter((name) => (possessions[name] ?? 0) < (whole[name] ?? 0));
    if (lost.length === 0 || look === LOOKS) return lost;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Logs that are added to: what a power cut leaves of one is missing its end, and nobody had been told that that was written. */
const ADDED_TO = /^generation\/(?:tasks|history|prompts)\.ndjson$|^watch\//;

/** Whether all lines of a log but its torn end are as they were: then it cannot know that there were more. */
function looksTorn(file: string, damaged: Buffer): boolean {
  if (!ADDED_TO.test(file.replaceAll(path.sep, '/')) || damaged.length === 0) return false;
  const lines = damaged.toString('utf8').split('\n').slice(0, -1);
  return lines.every(isJson);
}

async function isKept(folder: string, damaged: Buffer): Promise<boolean> {
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isFile() && (await readFile(path.join(folder, entry.name))).equals(damaged)) return true;
  return false;
}

/** A data folder with something in each of the app's files; answers what there is. The app has quit. */
export async function furnish(
  desk: Desk,
  folder: string,
  connectionId: string,
): Promise<Readonly<Record<string, number>>> {
  const settings = {
    model: 'sketch-1',
    negativePrompt: '',
    size: { width: 512, height: 512 },
    style: null,
    seed: 1,
    steps: null,
    guidance: null,
    seconds: null,
    extra: null,
    count: 1,
  };
  const asked = { provider: 'sketch', ...settings } as const;
  await desk.call('generation.savePreset', { name: 'One', settings: asked });
  await desk.call('generation.savePreset', { name: 'Two', settings: asked });
  await desk.call('generation.start', { ...asked, connectionId, prompt: 'Violet dunes', reference: null });
  // What is still to be sent is known by its path, and would be sent out of this folder by the app on each copy of it.
  const haveArrived = async (): Promise<boolean> => {
    const { slices } = await desk.call('app.snapshot', null);
    return slices.generation.tasks.every(({ state }) => state.kind === 'done');
  };
  if (!(await until(ARRIVE_MS, haveArrived))) throw new Error('The generated picture has not arrived.');
  await desk.call('settings.update', { sharedThumbnails: [connectionId] });
  await desk.call('watch.add', { settings: { ...NEW_WATCH, connectionId, path: folder }, existing: 'leave' });
  await desk.call('localApi.change', { enabled: false, port: null, connectionId, prefix: '' });
  return possessionsOf(await desk.call('app.snapshot', null));
}
