import path from 'node:path';
import { Bucket } from '../support/bucket';
import { Desk, expect, test } from '../support/desk';
import { picture, sha256 } from '../support/files';
import { serveImages } from '../support/image-server';
import { filesWith } from '../support/on-disk';
import { RunningApp } from '../support/running-app';
import { serveStableDiffusion } from '../support/stable-diffusion';
import { expectShown, fetchPicture, SLOW, Studio } from '../support/studio';

// Longer than a file's name may be: its last words stand only in what is kept with the picture.
const PROMPT = 'a paper boat on a rainy street at night, reflections of neon, seen by a quokka';
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

test('a prompt becomes a picture with a public link, found in the library by its words', async ({ desk, bucket }) => {
  const studio = new Studio(desk);
  await studio.ask(PROMPT, { seed: '7' });
  await expect(studio.done).toHaveCount(1, SLOW);
  await expectShown(studio.results.first().locator('img').first());
  const first = await fetchPicture(await studio.linkOf(studio.results.first()));
  expect(first.subarray(0, PNG.length)).toEqual(PNG);

  // The same words and seed: the same picture, under a name of its own.
  await studio.ask(PROMPT, { seed: '7' });
  await expect(studio.done).toHaveCount(2, SLOW);
  const keys = await bucket.keys();
  expect(keys).toHaveLength(2);
  const hashes = await Promise.all(keys.map(async (key) => sha256(await bucket.bytes(key))));
  expect(new Set(hashes)).toEqual(new Set([sha256(first)]));

  await desk.goTo('Library');
  await desk.page.getByRole('searchbox', { name: 'Search' }).fill('quokka');
  await expect(desk.tiles).toHaveCount(2);
  await desk.page.getByRole('searchbox', { name: 'Search' }).fill('wombat');
  await expect(desk.tiles).toHaveCount(0);
  await desk.page.getByRole('searchbox', { name: 'Search' }).fill('');
  await bucket.put('dropped.png', picture());
  await desk.page.getByRole('link', { name: /^Generated/ }).click();
  await expect(desk.tiles).toHaveCount(2);
  await desk.tiles.first().click();
  await expect(desk.page.getByText('seen by a quokka').first()).toBeVisible();
});

test('a picture that was deleted leaves its result on the list, and no error behind', async ({ desk }) => {
  const studio = new Studio(desk);
  await studio.ask('a tern over the pier', { seed: '3' });
  await expect(studio.done).toHaveCount(1, SLOW);
  const [task] = (await desk.call('app.snapshot', null)).slices.generation.tasks;
  const { connectionId = '', assetId = '' } = task ?? {};
  await desk.call('library.delete', { selection: { kind: 'assets', connectionId, assetIds: [assetId] } });
  await desk.goTo('Library');
  await expect(desk.tiles).toHaveCount(0);
  await desk.goTo('Generate');
  await expect(studio.done).toHaveCount(1);
  await expect(studio.results.first().locator('img')).toHaveCount(0);
});

test('a short film is painted, plays in the viewer, and is the same again for the same seed', async ({
  desk,
  bucket,
}) => {
  test.setTimeout(400_000);
  const studio = new Studio(desk);
  const { page } = desk;
  await desk.goTo('Generate');
  await page.getByRole('combobox', { name: 'Model' }).click();
  await page.getByRole('option', { name: 'Sketch 1 Film' }).click();
  for (const count of [1, 2]) {
    await studio.ask('dunes at the last light', { seed: '7' });
    await expect(studio.done).toHaveCount(count, { timeout: 90_000 });
  }
  const keys = await bucket.keys();
  expect(keys.every((key) => key.endsWith('.webm'))).toBe(true);
  const films = await Promise.all(keys.map((key) => bucket.bytes(key)));
  expect(new Set(films.map(sha256)).size).toBe(1);
  await desk.app.shoot('generate-film');

  await desk.goTo('Library');
  const [name = ''] = keys.map((key) => path.posix.basename(key));
  await expect(desk.tile(name)).toHaveAccessibleName(/0:03/);
  await desk.tile(name).dblclick();
  const film = desk.viewer.locator('video');
  await expect(film).toHaveJSProperty('videoWidth', 512);
  await expect.poll(() => film.evaluate((one) => (one as HTMLVideoElement).currentTime)).toBeGreaterThan(0);
  expect(await film.evaluate((one) => Math.round((one as HTMLVideoElement).duration * 10))).toBe(30);
});

test('killed in the middle of a batch, it goes on after the next start and nothing is lost or made twice', async ({
  desk,
  bucket,
}) => {
  const studio = new Studio(desk);
  await studio.ask('three lighthouses', { count: '3' });
  await expect(studio.results).toHaveCount(3);
  await expect(studio.inState(/, Painting/).first()).toBeVisible();
  await desk.app.kill();

  const again = new Desk(await RunningApp.start(desk.app.launch));
  const resumed = new Studio(again);
  await again.goTo('Generate');
  await expect(resumed.done).toHaveCount(3, SLOW);
  const keys = await bucket.keys();
  expect(keys).toHaveLength(3);
  const hashes = await Promise.all(keys.map(async (key) => sha256(await bucket.bytes(key))));
  expect(new Set(hashes).size).toBe(3);
});

test('a picture that the bucket refuses is kept, and sent on a retry', async ({ app, startSandbox, folder }) => {
  const dir = path.join(folder, 'bucket');
  const full = await startSandbox({ dir });
  const port = Number(new URL(full.endpoint).port);
  const desk = new Desk(app);
  await desk.connect(full);
  await full.close();
  const readOnly = await startSandbox({ dir, port, profile: 'read-only' });
  const studio = new Studio(desk);
  await studio.ask('a kept picture', { seed: '11' });
  const failed = studio.inState(/, Failed: The token may not do this$/);
  await expect(failed).toBeVisible(SLOW);
  await expect(failed).toContainText('The picture is safe on this computer; only sending it failed.');
  await expectShown(failed.locator('img').first());

  // It outlives a restart, too.
  const again = new Desk(await app.relaunch());
  const later = new Studio(again);
  await again.goTo('Generate');
  const kept = later.inState(/, Failed: The token may not do this$/);
  await expectShown(kept.locator('img').first());
  await readOnly.close();
  await startSandbox({ dir, port });
  await kept.getByRole('button', { name: 'Try again', exact: true }).click();
  await expect(later.done).toHaveCount(1, SLOW);
  const bucket = new Bucket(full);
  expect(await bucket.keys()).toEqual([expect.stringMatching(/a-kept-picture-11\.png$/)]);
  bucket.close();
});

test('a bucket that is away: the picture is made and waits, and goes out when the bucket is back', async ({
  app,
  startSandbox,
  folder,
}) => {
  const dir = path.join(folder, 'bucket');
  const sandbox = await startSandbox({ dir });
  const desk = new Desk(app);
  await desk.connect(sandbox);
  await sandbox.close();
  const studio = new Studio(desk);
  await studio.ask('a patient picture', { seed: '12' });
  const waiting = studio.inState(/, Sending to your bucket$/);
  await expectShown(waiting.locator('img').first());
  const name = 'a-patient-picture-12.png';
  await desk.goTo('Transfers');
  await expect(desk.transfer(name)).toHaveAccessibleName(/waiting/);
  await startSandbox({ dir, port: Number(new URL(sandbox.endpoint).port) });
  await expect(desk.transfer(name)).toHaveAccessibleName(/done/, SLOW);
  const bucket = new Bucket(sandbox);
  expect(await bucket.keys()).toEqual([expect.stringContaining(name)]);
  bucket.close();
});

test('a server that speaks OpenAI’s API: set up, used, refused; its key is nowhere in clear', async ({
  desk,
  bucket,
}) => {
  const made = picture(5, 256, 256);
  const server = await serveImages(made, 'sk-e2e-5f0c2b7d9a41');
  const { page } = desk;
  const studio = new Studio(desk);
  await desk.goTo('Settings');
  await page.getByRole('button', { name: /^OpenAI-compatible/ }).click();
  await page.getByRole('textbox', { name: 'Address' }).fill(server.baseUrl);
  await page.getByRole('textbox', { name: 'Model' }).fill('gpt-image-1');
  await page.getByLabel('API key').fill('sk-wrong');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('OpenAI-compatible is set up')).toBeVisible();

  await desk.goTo('Generate');
  await page.getByRole('combobox', { name: 'Provider' }).click();
  await page.getByRole('option', { name: 'OpenAI-compatible' }).click();
  await studio.ask('a fox');
  const refused = studio.inState(/, Failed: The provider refuses the key$/);
  await expect(refused).toContainText('Enter a valid one in Settings.');
  await expect(refused).not.toContainText('sk-wrong');
  await refused.getByRole('button', { name: 'Open Settings' }).click();
  await page.getByLabel('API key').fill(server.key);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByLabel('API key')).toHaveValue('');

  await desk.goTo('Generate');
  await refused.getByRole('button', { name: 'Try again', exact: true }).click();
  await expect(studio.done).toHaveCount(1);
  expect(await fetchPicture(await studio.linkOf(studio.results.first()))).toEqual(made);
  const asked = { model: 'gpt-image-1', prompt: 'a fox', n: 1, size: '1024x1024', stream: true, partial_images: 2 };
  expect(server.asked).toEqual([asked]);

  server.answer = 'url';
  await studio.ask('a hare');
  await expect(studio.done).toHaveCount(2);

  server.answer = 'moderation';
  await studio.ask('something forbidden');
  const declined = studio.inState(/, Failed: The provider declined this prompt$/);
  await expect(declined).toContainText('Put it in other words.');
  await declined.getByRole('button', { name: 'Change the prompt' }).click();
  await expect(page.getByRole('textbox', { name: 'Prompt' })).toHaveValue('something forbidden');

  server.answer = 'rate-limit';
  await studio.ask('a badger');
  const limited = studio.inState(/, Failed: The server asks for a break$/);
  await expect(limited).toBeVisible();

  // The key is still there after a restart, and what failed can be tried again.
  server.answer = 'b64';
  const again = new Desk(await desk.app.relaunch());
  const later = new Studio(again);
  await again.goTo('Generate');
  await later
    .inState(/, Failed: The server asks for a break$/)
    .getByRole('button', { name: 'Try again', exact: true })
    .click();
  await expect(later.done).toHaveCount(3);
  expect(await bucket.keys()).toHaveLength(3);
  await again.app.quit();
  expect(await filesWith(desk.app.launch.userDataDir, server.key)).toEqual([]);
  await server.close();
});

test('a template makes a batch; its prompt and a preset outlive a restart', async ({ desk, bucket }) => {
  const template = 'a {red|blue} kite over the dunes';
  const { page } = desk;
  const studio = new Studio(desk);
  await desk.goTo('Generate');
  await page.getByRole('textbox', { name: 'Prompt' }).fill(template);
  await page.getByText('512 × 512', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Count' }).fill('2');
  await page.getByRole('textbox', { name: 'Seed' }).fill('21');
  await expect(page.getByText('4 pictures from 2 prompts')).toBeVisible();
  await page.getByRole('button', { name: 'Presets' }).click();
  await page.getByRole('menuitem', { name: 'Keep these settings…' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Kites');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(desk.news('“Kites” is kept')).toBeVisible();
  await page.getByRole('textbox', { name: 'Prompt' }).press('Control+Enter');
  await expect(studio.done).toHaveCount(4, SLOW);
  const names = (await bucket.keys()).map((key) => path.posix.basename(key));
  expect(names.toSorted()).toEqual([
    'a-blue-kite-over-the-dunes-21.png',
    'a-blue-kite-over-the-dunes-22.png',
    'a-red-kite-over-the-dunes-21.png',
    'a-red-kite-over-the-dunes-22.png',
  ]);

  const again = new Desk(await desk.app.relaunch());
  const later = again.page;
  await again.goTo('Generate');
  await later.getByRole('button', { name: 'Presets' }).click();
  await later.getByRole('menuitem', { name: 'Kites' }).click();
  await expect(later.getByRole('textbox', { name: 'Count' })).toHaveValue('2');
  await expect(later.getByRole('textbox', { name: 'Prompt' })).toHaveValue('');

  await later.getByRole('button', { name: 'All prompts', exact: true }).click();
  await later.getByRole('searchbox', { name: 'Search prompts' }).fill('KITE');
  const past = later.getByRole('list', { name: 'Your prompts' }).getByRole('listitem');
  await expect(past).toHaveCount(1);
  await past.getByRole('button', { name: 'More' }).click();
  await later.getByRole('menuitem', { name: 'Use with its seed' }).click();
  await expect(later.getByRole('textbox', { name: 'Prompt' })).toHaveValue(template);
  await expect(later.getByRole('textbox', { name: 'Seed' })).toHaveValue('21');

  // Prompts can be private: what is forgotten is gone, and the pictures stay.
  await later.getByRole('button', { name: 'All prompts', exact: true }).click();
  await later.getByRole('button', { name: 'Forget all prompts' }).click();
  const question = later.getByRole('dialog', { name: 'Forget all prompts?' });
  await question.getByRole('button', { name: 'Forget all prompts' }).click();
  await expect(later.getByText('What you ask for is listed here.')).toBeVisible();
  expect(await bucket.keys()).toHaveLength(4);
});

test('a picture of the library is one to start from; what it costs is said where it is known', async ({
  desk,
  bucket,
}) => {
  const start = picture(3, 256, 256);
  const server = await serveStableDiffusion(picture(5, 256, 256));
  const { page } = desk;
  await bucket.put('start.png', start);
  await desk.refresh();
  await desk.call('generation.setUp', { provider: 'sd-webui', fields: { baseUrl: server.url }, apiKey: null });
  await desk.goTo('Library');
  await desk.tile('start.png').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Start from this picture' }).click();
  const reference = page.getByRole('group', { name: 'Picture to start from' });
  await expect(reference).toContainText('start.png');
  await page.getByRole('button', { name: 'More settings' }).click();
  await page.getByRole('textbox', { name: 'Negative prompt' }).fill('text');
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill('the same at night');
  await page.getByRole('button', { name: /^Generate( \d+)?$/ }).click();
  await expect(new Studio(desk).done).toHaveCount(1, SLOW);
  expect(server.asked).toMatchObject([{ prompt: 'the same at night', negative_prompt: 'text' }]);
  expect(server.asked[0]?.init_images?.map((one) => sha256(Buffer.from(one, 'base64')))).toEqual([sha256(start)]);
  await server.close();

  await expect(page.getByText(/^about \$/)).toBeHidden();
  await desk.call('generation.setUp', {
    provider: 'workers-ai',
    fields: { account: '0d2c4f6a8b1e3c5d7f9a0b2c4d6e8f10' },
    apiKey: 'a-token',
  });
  await page.getByRole('combobox', { name: 'Provider' }).click();
  await page.getByRole('option', { name: 'Workers AI' }).click();
  await expect(page.getByText(/^about \$0\.0\d+$/)).toBeVisible();
});
