import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { RunningApp } from '../../support/running-app';
import { MainJob } from './main-job';

const SCREENSHOTS = path.resolve(import.meta.dirname, '../../../demo-screenshots');

/** The demo of a machine without a display: the main job from the first window to a public link. Answers the exit status. */
export async function run(): Promise<number> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'flow-media-demo-'));
  await rm(SCREENSHOTS, { recursive: true, force: true });
  const app = await RunningApp.start({ userDataDir: path.join(folder, 'profile') });
  const job = new MainJob(app, folder, SCREENSHOTS);
  try {
    await job.openSandbox();
    await job.upload();
    await job.generate();
    await job.browse();
    console.log(`\nAll of it worked. Screenshots: ${path.relative(process.cwd(), SCREENSHOTS)}/`);
    return 0;
  } catch (error) {
    const picture = await job.shoot('failed').catch(() => 'none could be made');
    console.error(
      `\nIt did not work: ${error instanceof Error ? error.message : String(error)}\nLast picture: ${picture}`,
    );
    return 1;
  } finally {
    await app.quit().catch((error: unknown) => console.error(error));
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}
