import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ComfyStandIn } from '../../electron/core/generation/providers/comfy-stand-in.test-support';
import { jpegSize } from '../../electron/decoder/jpeg-size';
import { Desk, expect, test } from '../support/desk';
import { serveFal } from '../support/fal';
import { picture, sha256 } from '../support/files';
import { RunningApp } from '../support/running-app';
import { expectShown, fetchPicture, SLOW, Studio } from '../support/studio';
import { expectNoTraceOf } from '../support/traces';
import { serve } from '../support/web-server';

// One of each kind of service, from the prompt to a link that opens; what answers at once stands in generate.spec.ts.

test('a service with a queue of its own: a job that was paid for is followed on after a kill, and one is called off', async ({
  desk,
  bucket,
}) => {
  test.slow();
  const server = await serveFal((n) => picture(n + 1, 256, 256));
  server.finishes = false;
  await desk.call('generation.setUp', { provider: 'fal', fields: { baseUrl: server.url }, apiKey: server.key });
  const studio = new Studio(desk);
  await studio.choose('fal.ai');
  await studio.ask('a slow fox');
  await expect(studio.inState(/, 2 jobs before this one$/)).toBeVisible(SLOW);
  await studio.ask('a hare that nobody wants any more');
  await expect(studio.inState(/, 2 jobs before this one$/)).toHaveCount(2, SLOW);
  await studio.desk.app.shoot('generate-in-the-queue-of-a-service');
  await studio.results.filter({ hasText: 'hare' }).getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(studio.inState(/, Cancelled$/)).toBeVisible();
  await expect.poll(() => server.jobs.map(({ cancelled }) => cancelled)).toEqual([false, true]);
  await desk.app.kill();

  server.finishes = true;
  const again = new Desk(await RunningApp.start(desk.app.launch));
  const resumed = new Studio(again);
  await again.goTo('Generate');
  await expect(resumed.done).toHaveCount(1, SLOW);
  const link = await resumed.linkOf(resumed.results.filter({ hasText: 'fox' }));
  expect(sha256(await fetchPicture(link))).toBe(sha256(picture(1, 256, 256)));
  expect(server.jobs.map(({ prompt }) => prompt)).toEqual(['a slow fox', 'a hare that nobody wants any more']);
  expect(await bucket.keys()).toHaveLength(1);
  await server.close();
  await expectNoTraceOf(again.app, [server.key]);
});

test('ComfyUI, over its websocket: the picture is seen while it is made, goes on after a restart, and all outputs arrive', async ({
  desk,
  bucket,
}) => {
  test.slow();
  const server = await ComfyStandIn.start();
  server.conduct = 'waits';
  const made = picture(4, 256, 256);
  server.preview = picture(9, 128, 128);
  server.pictureOf = () => made;
  server.files = ['a.png', 'b.png'].map((filename) => ({ filename, subfolder: '', type: 'output' }));
  const { page } = desk;
  await desk.goTo('Settings');
  await page.getByRole('button', { name: /^ComfyUI/ }).click();
  await page.getByRole('textbox', { name: 'Address' }).fill(server.url);
  await page.getByRole('button', { name: 'Save and check' }).click();
  await expect(page.getByText('ComfyUI answers')).toBeVisible();
  const studio = new Studio(desk);
  await studio.choose('ComfyUI');
  await studio.ask('two foxes');
  await expect(studio.inState(/, Painting/)).toBeVisible(SLOW);
  server.paint();
  await expect(studio.inState(/, Painting · 25\s?%$/)).toBeVisible();
  await expectShown(studio.results.first().locator('img').first());
  await desk.app.shoot('generate-comfyui-at-work');

  const again = new Desk(await desk.app.relaunch());
  const resumed = new Studio(again);
  server.conduct = 'finishes';
  server.finish(server.jobs[0]?.id ?? '');
  await again.goTo('Generate');
  await expect(resumed.done).toHaveCount(2, SLOW);
  expect(server.jobs).toHaveLength(1);
  expect(await bucket.keys()).toHaveLength(2);
  expect(sha256(await fetchPicture(await resumed.linkOf(resumed.results.first())))).toBe(sha256(made));
  await server.close();
});

test('a film from a picture: the service gets it in the size of the film', async ({ desk, bucket }) => {
  const sent: (ReturnType<typeof jpegSize> | 'no picture')[] = [];
  const server = await serve(async (request, response) => {
    if (request.method === 'POST') {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const headers = { 'content-type': request.headers['content-type'] ?? '' };
      const start = (await new Response(Buffer.concat(chunks), { headers }).formData()).get('input_reference');
      sent.push(start instanceof Blob ? jpegSize(await start.arrayBuffer()) : 'no picture');
    }
    response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":{"message":"No films today"}}');
  });
  const { page } = desk;
  await bucket.put('start.png', picture(3, 300, 200));
  await desk.refresh();
  const fields = { baseUrl: `${server.url}/v1`, model: 'sora-2' };
  await desk.call('generation.setUp', { provider: 'openai', fields, apiKey: null });
  const studio = new Studio(desk);
  await studio.choose('OpenAI-compatible');
  await desk.goTo('Library');
  await desk.tile('start.png').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Start from this picture' }).click();
  await studio.ask('it begins to move');
  await expect(studio.inState(/, Failed/)).toContainText('No films today', SLOW);
  expect(sent).toEqual([{ width: 1280, height: 720 }]);
  await server.close();
});

test('a program of this computer: what it leaves is the result, its words are the reason, and it ends when it is told', async ({
  desk,
  folder,
}) => {
  const made = picture(6, 256, 256);
  await writeFile(path.join(folder, 'made.png'), made);
  const program = path.join(folder, 'paint.cjs');
  await writeFile(
    program,
    `const { copyFileSync, writeFileSync } = require('node:fs');
    const [prompt, output] = process.argv.slice(2);
    if (prompt.includes('break')) { console.error('CUDA out of memory'); process.exit(3); }
    // Before the words that the test waits for.
    if (prompt.includes('forever')) writeFileSync(${JSON.stringify(path.join(folder, 'pid'))}, String(process.pid));
    console.log('step 40%');
    if (prompt.includes('forever')) {
      setInterval(() => {}, 1000);
    } else copyFileSync(${JSON.stringify(path.join(folder, 'made.png'))}, output + '/a.png');`,
  );
  const { page } = desk;
  await desk.goTo('Settings');
  await page.getByRole('button', { name: /^Command/ }).click();
  await page.getByRole('textbox', { name: 'Program' }).fill(process.execPath);
  await page.getByRole('textbox', { name: 'Arguments' }).fill(`"${program}" {prompt} {output}`);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Command is set up')).toBeVisible();
  const studio = new Studio(desk);
  await studio.choose('Command');
  await studio.ask(`a "fox"; $(touch x)`);
  await expect(studio.done).toHaveCount(1, SLOW);
  expect(sha256(await fetchPicture(await studio.linkOf(studio.results.first())))).toBe(sha256(made));

  await studio.ask('break');
  const failed = studio.inState(/, Failed: node ended with an error$/);
  await expect(failed).toBeVisible(SLOW);
  await expect(failed).toContainText('CUDA out of memory');
  await desk.app.shoot('generate-program-failed');

  await studio.ask('forever');
  const endless = studio.inState(/, Painting · 40\s?%$/);
  await expect(endless).toBeVisible(SLOW);
  const pid = Number(await readFile(path.join(folder, 'pid'), 'utf8'));
  await endless.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(studio.inState(/, Cancelled$/)).toBeVisible();
  await expect.poll(() => isRunning(pid)).toBe(false);
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
