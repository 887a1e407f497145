import { chmod, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { CloudflareStandIn } from '../support/cloudflare';
import { Desk, expect, test } from '../support/desk';
import { picture } from '../support/files';
import { dumpsBelow } from '../support/on-disk';
import { processesOf, secretsInProcesses } from '../support/process-words';
import type { SandboxAddress } from '../support/sandbox';
import { expectNoTraceOf } from '../support/traces';

const PASSPHRASE = 'lantern gravel opera mint';
const PROVIDER_KEY = 'sk-e2e-0123456789abcdefghijklmnopqrstuvwxyz';
const API_TOKEN = `cfut_${'Tk3n-Ab9'.repeat(5)}0a1b2c3d`;

/** All kinds of secrets that the app knows, in use at once; answers them. */
async function withAllSecrets(desk: Desk, address: SandboxAddress): Promise<readonly string[]> {
  await desk.call('secrets.protect', { passphrase: PASSPHRASE });
  await desk.connect(address, { apiToken: { kind: 'typed', value: API_TOKEN } });
  await desk.call('generation.setUp', { provider: 'openai', fields: {}, apiKey: PROVIDER_KEY });
  await desk.call('localApi.change', { enabled: true, port: null, connectionId: null, prefix: '' });
  await desk.call('localApi.copy', { what: 'token' });
  const localToken = await desk.app.clipboardText();
  expect(localToken.length).toBeGreaterThan(20);
  return [address.secretAccessKey, PASSPHRASE, API_TOKEN, PROVIDER_KEY, localToken];
}

test('no secret is in the command line or environment of any process, the page, the log, or a crash', async ({
  launch,
  sandbox,
  bucket,
  problems,
}) => {
  test.skip(process.platform !== 'linux', 'Only Linux tells of processes in /proc.');
  test.slow();
  const cloudflare = await new CloudflareStandIn('0'.repeat(32), []).start();
  const app = await launch({ env: { FLOW_MEDIA_CLOUDFLARE_API: cloudflare.base } });
  const desk = new Desk(app);
  await bucket.put('one.png', picture(1));
  const secrets = await withAllSecrets(desk, sandbox);
  // The processes of a sandbox bucket, of thumbnails and of a program that makes pictures are among them.
  await expect(desk.tile('one.png')).toBeVisible();
  await desk.drawnSize('one.png');
  await desk.call('connections.openSandbox', null);
  await expect(desk.tiles.first()).toBeVisible();

  const seen = await processesOf(app);
  expect(seen.length).toBeGreaterThan(4);
  const kinds = new Set(seen.map(({ argv }) => /--type=([\w-]+)/.exec(argv.toString())?.[1] ?? 'main'));
  expect([...kinds]).toEqual(expect.arrayContaining(['main', 'renderer', 'utility']));
  // Something that must be found, so that finding nothing proves something.
  expect(await secretsInProcesses(app, [path.basename(app.launch.userDataDir)])).not.toEqual([]);
  expect(await secretsInProcesses(app, secrets)).toEqual([]);
  // Other users of this computer do not come in.
  expect((await stat(app.launch.userDataDir)).mode & 0o077).toBe(0);

  // A page that crashes with all of them in use leaves no picture of its memory behind.
  await app.electron.evaluate(({ webContents }) => {
    for (const contents of webContents.getAllWebContents()) contents.forcefullyCrashRenderer();
  });
  await expect
    .poll(async () => (await processesOf(app)).filter(({ argv }) => argv.includes('--type=renderer')).length)
    .toBeLessThan(2);
  expect(await dumpsBelow(app.launch.userDataDir)).toEqual([]);
  problems.length = 0;
  const again = new Desk(await app.relaunch());
  await again.call('secrets.unlock', { passphrase: PASSPHRASE });
  await expect(again.library).toBeVisible();
  await expectNoTraceOf(again.app, secrets);
  await cloudflare.close();
  problems.length = 0;
});

test('in a data folder that other users may look into, what tells of a bucket is closed to them', async ({
  launch,
  folder,
  sandbox,
  bucket,
}) => {
  test.skip(process.platform === 'win32', 'Windows has no such rights.');
  const userDataDir = path.join(folder, 'open');
  await mkdir(userDataDir);
  await chmod(userDataDir, 0o755);
  await bucket.put('one.png', picture(1));
  const desk = new Desk(await launch({ userDataDir }));
  await desk.connect(sandbox);
  await desk.drawnSize('one.png');
  const open = async (name: string): Promise<number> => (await stat(path.join(userDataDir, name))).mode & 0o077;
  for (const name of ['cache', 'logs', 'transfers', 'generation', 'usage'])
    await expect.poll(() => open(name).catch(() => 'not there'), { message: name }).toBe(0);
});

test('a main process that crashes writes its memory nowhere', async ({ launch, sandbox, problems }) => {
  const app = await launch();
  await new Desk(app).connect(sandbox);
  const closed = app.electron.waitForEvent('close');
  // It does not live to answer.
  await app.electron.evaluate(() => setTimeout(() => process.crash(), 100)).catch(() => undefined);
  await closed;
  expect(await dumpsBelow(app.launch.userDataDir)).toEqual([]);
  problems.length = 0;
});
