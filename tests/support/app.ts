import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test as base } from '@playwright/test';
import { dumpsBelow, filesWith } from './on-disk';
import { secretsInProcesses } from './process-words';
import { RunningApp, type Launch } from './running-app';
import { formsInText } from './secret-forms';
import { startSandbox, type RunningSandbox, type SandboxChoice } from './sandbox';
import { enterSession, type WorkerFixtures } from './session';

interface Fixtures {
  /** A folder of this test alone, removed after it. */
  readonly folder: string;
  /** What the pages' consoles complained of. A test that provokes an error empties it: `problems.length = 0`. */
  readonly problems: string[];
  /**
   * What may stand in no file below a data folder when the test is over, in nothing that the app has said, and in no argv or environment
   * of its processes: each sandbox's secret, and what a test adds.
   */
  readonly secrets: string[];
  /** Starts the app on a fresh data folder (or on the one given), and ends it after the test. */
  readonly launch: (options?: Partial<Launch>) => Promise<RunningApp>;
  /** The app as a new person sees it. */
  readonly app: RunningApp;
  readonly startSandbox: (choice?: SandboxChoice) => Promise<RunningSandbox>;
  /** A running sandbox bucket, outside the app. */
  readonly sandbox: RunningSandbox;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  keyring: ['unlocked', { scope: 'worker', option: true }],

  session: [
    async ({ keyring }, use, { parallelIndex }) => {
      enterSession(parallelIndex, keyring);
      await use();
    },
    { scope: 'worker', auto: true },
  ],

  folder: async ({}, use) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'flow-media-test-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },

  problems: async ({}, use) => {
    const problems: string[] = [];
    await use(problems);
    if (problems.length > 0) throw new Error(`The page complained:\n${problems.join('\n')}`);
  },

  secrets: async ({}, use) => {
    await use([]);
  },

  // `startSandbox` is named here so that the servers outlive the app: one that ends under its feet is complained of.
  launch: async ({ folder, problems, secrets, startSandbox: _servers }, use, testInfo) => {
    const started: RunningApp[] = [];
    // Its pictures are dear on a machine that draws without a graphics card: of a second try, and where it is asked for.
    const traced = testInfo.retry > 0 || process.env['FLOW_TEST_TRACE'] === '1';
    const onStarted = async (app: RunningApp): Promise<void> => {
      started.push(app);
      if (traced) await app.electron.context().tracing.start({ screenshots: true, snapshots: true });
    };
    await use((options = {}) =>
      RunningApp.start({
        userDataDir: path.join(folder, `profile-${started.length}`),
        onProblem: (problem) => problems.push(problem),
        onStarted,
        ...options,
      }),
    );
    const failed = testInfo.status !== testInfo.expectedStatus;
    for (const app of started)
      expect(await secretsInProcesses(app, secrets), 'a secret in argv or environment').toEqual([]);
    for (const [index, app] of started.entries())
      await endTest(app, { failed, traced }, (name) => testInfo.outputPath(`${index}-${name}`));
    await expectNoneOnDisk(started, secrets);
  },

  app: async ({ launch }, use) => {
    await use(await launch());
  },

  startSandbox: async ({ secrets }, use) => {
    const started: RunningSandbox[] = [];
    await use(async (choice) => {
      const sandbox = await startSandbox(choice);
      started.push(sandbox);
      secrets.push(sandbox.secretAccessKey);
      return sandbox;
    });
    for (const sandbox of started) await sandbox.close();
  },

  sandbox: async ({ startSandbox: start }, use) => {
    await use(await start());
  },
});

async function expectNoneOnDisk(ended: readonly RunningApp[], secrets: readonly string[]): Promise<void> {
  for (const folder of new Set(ended.map(({ launch }) => launch.userDataDir)))
    for (const secret of secrets) expect(await filesWith(folder, secret), 'a secret in the clear').toEqual([]);
  for (const { output, launch } of ended) {
    expect(secrets.filter((secret) => formsInText(secret).some((form) => output.includes(form)))).toEqual([]);
    expect(await dumpsBelow(launch.userDataDir), 'what a crash has written').toEqual([]);
  }
}

interface Ending {
  readonly failed: boolean;
  readonly traced: boolean;
}

/** Quits the app; of a failed test the last picture is kept, and the trace where there is one. */
async function endTest(app: RunningApp, { failed, traced }: Ending, output: (name: string) => string): Promise<void> {
  if (app.hasEnded) return;
  if (failed) await app.page.screenshot({ path: output('last.png') }).catch(() => undefined);
  if (traced) await app.electron.context().tracing.stop(failed ? { path: output('trace.zip') } : {});
  await app.quit();
}

export { expect } from '@playwright/test';
export { RunningApp } from './running-app';
