import type { Locator } from '@playwright/test';
import { HeadedBytes } from '../../electron/core/provenance/byte-source';
import { readProvenance } from '../../electron/core/provenance/read-provenance';
import type { Bucket } from '../support/bucket';
import { type Desk, expect, test } from '../support/desk';
import { writeFiles } from '../support/files';
import { A1111_TEXT, a1111Jpeg, COMFY_GRAPH, INVOKE_METADATA, pngWith, textChunk } from '../support/generated';

const SLOW = { timeout: 60_000 };
test.setTimeout(240_000);

function promptOf(desk: Desk): Locator {
  return desk.page.getByRole('region', { name: 'Prompt' });
}

async function search(desk: Desk, words: string): Promise<void> {
  await desk.page.getByRole('searchbox', { name: 'Search' }).fill(words);
}

async function saidBy(bytes: Uint8Array) {
  return readProvenance(new HeadedBytes(bytes.length, Buffer.from(bytes)));
}

test('pictures of A1111 and ComfyUI are dropped: found by their prompts, shown, and used again', async ({
  desk,
  folder,
}) => {
  const files = {
    'one.png': pngWith([textChunk('parameters', A1111_TEXT)]),
    'two.png': pngWith([textChunk('prompt', JSON.stringify(COMFY_GRAPH)), textChunk('workflow', '{"nodes": []}')], 2),
    'three.jpg': a1111Jpeg(A1111_TEXT.replace('heron at dawn', '黎明的苍鹭')),
  };
  await desk.app.dropFiles(desk.library, await writeFiles(folder, files));
  await expect(desk.page.getByRole('status').filter({ hasText: '3 done' })).toBeVisible(SLOW);
  await expect(desk.tile('three.jpg')).toHaveAccessibleName(/, made with juggernautXL_v9$/);
  await search(desk, 'galaxy inside');
  await expect(desk.tiles).toHaveCount(1);
  await expect(desk.tile('two.png')).toBeVisible();
  await search(desk, '苍鹭');
  await expect(desk.tile('three.jpg')).toBeVisible();
  await search(desk, 'film grain');
  await expect(desk.tiles).toHaveCount(2);
  await search(desk, '');
  await desk.page.getByRole('link', { name: /^Generated/ }).click();
  await expect(desk.tiles).toHaveCount(3);

  await desk.tile('one.png').click();
  const prompt = promptOf(desk);
  await expect(prompt).toContainText('portrait of a heron at dawn, reeds');
  await expect(prompt).toContainText('lowres, watermark');
  for (const words of ['3019744221', 'juggernautXL_v9', 'DPM++ 2M Karras', '512 × 768', '28', '6.5']) {
    await expect(prompt).toContainText(words);
  }
  await test.info().attach('inspector', { body: await desk.page.screenshot(), contentType: 'image/png' });
  await prompt.getByRole('button', { name: 'Copy the prompt', exact: true }).click();
  await expect.poll(() => desk.app.clipboardText()).toContain('(soft light:1.2), <lora:feathers:0.8>\n35mm photo');

  await desk.tile('two.png').click();
  await expect(prompt).toContainText('ComfyUI');
  await prompt.getByRole('button', { name: 'Use these settings' }).click();
  await expect(desk.page.getByRole('textbox', { name: 'Prompt', exact: true })).toHaveValue(
    'glass bottle with a galaxy inside',
  );
  await expect(desk.page.getByRole('textbox', { name: 'Seed' })).toHaveValue('156680208700286');
  await test.info().attach('form', { body: await desk.page.screenshot(), contentType: 'image/png' });
});

test('a picture that lies in the bucket already tells its prompt on its way to the screen', async ({
  desk,
  bucket,
}) => {
  const invoke = textChunk('invokeai_metadata', JSON.stringify(INVOKE_METADATA));
  await bucket.put('robot.png', pngWith([invoke]));
  await desk.refresh();
  await expect(desk.tile('robot.png').locator('img')).toBeVisible(SLOW);
  await search(desk, 'tin robot');
  await expect(desk.tile('robot.png')).toBeVisible();
  await desk.tile('robot.png').click();
  await expect(promptOf(desk)).toContainText('a tin robot waters a garden');
  await expect(promptOf(desk)).toContainText('InvokeAI');
});

async function generate(desk: Desk, bucket: Bucket, prompt: string): Promise<string> {
  const before = await bucket.keys();
  await desk.goTo('Generate');
  await desk.page.getByRole('textbox', { name: 'Prompt', exact: true }).fill(prompt);
  await desk.page.getByRole('textbox', { name: 'Seed' }).fill('7');
  await desk.page.getByRole('button', { name: /^Generate( \d+)?$/ }).click();
  await expect.poll(async () => (await bucket.keys()).length, SLOW).toBe(before.length + 1);
  const made = (await bucket.keys()).find((key) => !before.includes(key)) ?? '';
  await expect(desk.page.getByRole('listitem', { name: /, Done$/ })).toHaveCount(before.length + 1, SLOW);
  return made;
}

test('in a public bucket prompts stay out of the files, until a person wants them in the files', async ({
  desk,
  bucket,
}) => {
  const { page } = desk;
  await desk.goTo('Generate');
  await expect(
    page.getByText('The prompt is not written into the files, but its first words are in their names.'),
  ).toBeVisible();
  const silent = await generate(desk, bucket, 'a secret paper boat');
  const before = await bucket.bytes(silent);
  expect(await saidBy(before)).toBeNull();
  expect(Buffer.from(before).includes('secret')).toBe(false);
  expect((await bucket.head(silent)).metadata).toEqual({});

  await desk.goTo('Settings');
  const { bucket: name } = bucket.address;
  const prompts = page.getByRole('group', { name: 'Prompts in the files' });
  await prompts.scrollIntoViewIfNeeded();
  await expect(prompts.getByRole('switch', { name })).not.toBeChecked();
  await prompts.getByRole('switch', { name }).press('Space');
  await expect(prompts.getByRole('switch', { name })).toBeChecked();
  await test.info().attach('settings', { body: await page.screenshot(), contentType: 'image/png' });

  const telling = await generate(desk, bucket, 'an open paper boat, 纸船');
  await expect(page.getByText('The prompt is written into the file.')).toBeVisible();
  expect(await saidBy(await bucket.bytes(telling))).toMatchObject({
    tool: 'flow-media',
    prompt: 'an open paper boat, 纸船',
    seed: '7',
  });
  const { metadata } = await bucket.head(telling);
  expect(metadata).toMatchObject({ seed: '7', provider: 'sketch' });
  // As R2 gives it back: RFC 2047.
  expect(metadata['prompt']).toMatch(/^=\?UTF-8\?B\?/);
  await desk.goTo('Library');
  await search(desk, '纸船');
  await desk.tiles.first().click();
  await expect(page.getByRole('complementary')).toContainText('an open paper boat, 纸船');
});
