import {
  startFaultProxy,
  type FaultProxy,
  type SeenRequest,
} from '../../electron/core/transfers/fault-proxy.test-support';
import { Bucket } from '../support/bucket';
import { Desk, expect, test as base } from '../support/desk';
import { noise, picture, sha256, writeFiles } from '../support/files';
import { arrivedParts } from '../support/arrived-parts';

interface Fixtures {
  /** Stands between the app and the sandbox. */
  readonly wire: FaultProxy;
}

const test = base.extend<Fixtures>({
  wire: async ({ sandbox }, use) => {
    const proxy = await startFaultProxy(sandbox.endpoint);
    await use(proxy);
    await proxy.close();
  },
  desk: async ({ app, sandbox, wire }, use) => {
    const desk = new Desk(app);
    await desk.connect({ ...sandbox, endpoint: wire.url });
    await use(desk);
  },
});

/** Lets the first part through and holds the others until `release` is called. */
function holdLaterParts(wire: FaultProxy): () => void {
  let release = (): void => undefined;
  const until = new Promise<void>((resolve) => (release = resolve));
  wire.fault = ({ operation, partNumber }: SeenRequest) =>
    operation === 'UploadPart' && (partNumber ?? 0) > 1 ? { kind: 'hold', until } : null;
  return () => {
    wire.fault = () => null;
    release();
  };
}

test('an upload is paused and goes on where it was; a cancelled one leaves nothing in the bucket', async ({
  desk,
  bucket,
  wire,
  folder,
}) => {
  const bytes = noise(40_000_000);
  const [film = '', other = ''] = await writeFiles(folder, { 'film.bin': bytes, 'other.bin': noise(20_000_000, 2) });
  let release = holdLaterParts(wire);
  await desk.app.dropFiles(desk.library, [film]);
  await desk.goTo('Transfers');
  await expect.poll(() => arrivedParts(wire)).toBe(1);
  await expect(desk.transfer('film.bin')).toHaveAccessibleName(/sending, [1-9]/);
  await desk.transfer('film.bin').getByRole('button', { name: 'Pause' }).click();
  await expect(desk.transfer('film.bin')).toHaveAccessibleName(/paused, [1-9]/);
  expect(await bucket.halfWritten()).toEqual(['film.bin']);
  const before = wire.seen.length;
  release();
  await desk.transfer('film.bin').getByRole('button', { name: 'Resume' }).click();
  await expect(desk.transfer('film.bin')).toHaveAccessibleName(/done.*checked, byte for byte/);
  expect(wire.seen.slice(before).some(({ partNumber }) => partNumber === 1)).toBe(false);
  expect(sha256(await bucket.bytes('film.bin'))).toBe(sha256(bytes));

  release = holdLaterParts(wire);
  await desk.call('transfers.addPaths', {
    connectionId: (await desk.transferOf('film.bin'))?.connectionId ?? '',
    prefix: '',
    paths: [other],
    choices: null,
  });
  await expect.poll(() => bucket.halfWritten()).toEqual(['other.bin']);
  await desk.transfer('other.bin').getByRole('button', { name: 'Cancel' }).click();
  await expect(desk.transfer('other.bin')).toBeHidden();
  release();
  await expect.poll(() => bucket.halfWritten()).toEqual([]);
  expect(await bucket.keys()).toEqual(['film.bin']);
});

test('the whole queue stands still and goes on; what is finished is cleared away', async ({ desk, bucket, folder }) => {
  const names = ['a.png', 'b.png', 'c.png'];
  await desk.call('transfers.pause', { which: 'all' });
  const files = await writeFiles(folder, Object.fromEntries(names.map((name, n) => [name, picture(n)])));
  await desk.app.dropFiles(desk.library, files);
  for (const name of names) await expect(desk.tile(name)).toHaveAccessibleName(/Queued|Paused/);
  await desk.goTo('Transfers');
  await expect(desk.page.getByText(/3 files .*Paused/).first()).toBeVisible();
  expect(await bucket.keys()).toEqual([]);
  await desk.page.getByRole('button', { name: 'Resume all' }).click();
  for (const name of names) await expect(desk.transfer(name)).toHaveAccessibleName(/done/);
  expect(await bucket.keys()).toEqual(names);
  await desk.page.getByRole('button', { name: 'Clear finished' }).click();
  await expect(desk.page.getByRole('heading', { name: 'Nothing is moving' })).toBeVisible();
});

test('a server that goes away in the middle is waited for, and the upload goes on by itself', async ({
  app,
  startSandbox,
  folder,
  problems,
}) => {
  const dir = `${folder}/bucket`;
  const sandbox = await startSandbox({ dir, profile: 'slow' });
  const desk = new Desk(app);
  await desk.connect(sandbox);
  const files = { 'large.bin': noise(1_500_000), 'small.png': picture(1) };
  await app.dropFiles(desk.library, await writeFiles(folder, files));
  await desk.goTo('Transfers');
  await expect(desk.transfer('large.bin')).toHaveAccessibleName(/sending/);
  await sandbox.close();
  await expect(desk.transfer('large.bin')).toHaveAccessibleName(
    /waiting, (The server does not answer|The connection was cut)/,
  );
  await expect(desk.page.getByText(/Waiting for the (network|server)/).first()).toBeVisible();
  const again = await startSandbox({ dir, port: Number(new URL(sandbox.endpoint).port) });
  for (const name of ['large.bin', 'small.png'])
    await expect(desk.transfer(name)).toHaveAccessibleName(/done/, { timeout: 20_000 });
  const bucket = new Bucket(again);
  expect(sha256(await bucket.bytes('large.bin'))).toBe(sha256(files['large.bin']));
  expect(sha256(await bucket.bytes('small.png'))).toBe(sha256(files['small.png']));
  bucket.close();
  // A thumbnail that was wanted while the server was away could not be had then, and is asked for again.
  expect(problems.filter((problem) => !problem.includes('media://thumb/'))).toEqual([]);
  problems.length = 0;
});
