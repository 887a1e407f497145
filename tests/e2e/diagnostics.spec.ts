import { appendFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Desk, expect, test } from '../support/desk';
import { picture, writeFiles } from '../support/files';
import { formsInText } from '../support/secret-forms';

const PASSPHRASE = 'correct horse 7 battery staple';
const API_TOKEN = 'cfut_k3J9xQ2mZ7pL0vR4tY8wB1nC5sD6fG';
const PROVIDER_KEY = 'sk-live-4f9a8b7c6d5e';

/** How a secret could stand in a log that some bug has written. */
function leaks(secrets: Readonly<Record<string, string>>): readonly string[] {
  const at = '2026-11-29T10:00:00.000Z';
  return [
    ...Object.entries(secrets).flatMap(([name, secret]) => [
      `${at} ERROR ${name}: Error: refused ${name}="${secret}"`,
      `${at} INFO {"${name}":${JSON.stringify(secret)},"retry":true}`,
      `    at send (https://host.invalid/?${name}=${encodeURIComponent(secret)})`,
    ]),
    ...Object.values(secrets)
      .filter((secret) => !secret.includes(' '))
      .flatMap((secret) => [
        `${at} ERROR put: Error: failed with ${secret}`,
        `${at} INFO Basic ${Buffer.from(`flow:${secret}`).toString('base64')}`,
        secret,
      ]),
  ];
}

test('diagnostics tell what runs and what went wrong, and no secret even where the log holds one', async ({
  app,
  sandbox,
  folder,
}) => {
  const desk = new Desk(app);
  await desk.connect(sandbox, { publicBase: null, apiToken: { kind: 'typed', value: API_TOKEN } });
  await desk.call('generation.setUp', { provider: 'openai', fields: {}, apiKey: PROVIDER_KEY });
  await desk.call('secrets.protect', { passphrase: PASSPHRASE });
  await app.dropFiles(desk.library, await writeFiles(folder, { 'private name.png': picture(1) }));
  await expect(desk.arrived('private name.png')).toBeVisible();
  const link = new URL(await desk.copyLink('private name.png'));
  const signature = link.searchParams.get('X-Amz-Signature') ?? '';
  expect(signature).toMatch(/^[0-9a-f]{64}$/);
  await desk.call('localApi.change', { enabled: true, port: null, connectionId: null, prefix: '' });
  await desk.call('localApi.copy', { what: 'token' });
  const localToken = await app.clipboardText();
  expect(localToken).toMatch(/^[\w-]{43}$/);

  const secrets = {
    secretAccessKey: sandbox.secretAccessKey,
    apiToken: API_TOKEN,
    apiKey: PROVIDER_KEY,
    passphrase: PASSPHRASE,
    signature,
    token: localToken,
  };
  const log = path.join(app.launch.userDataDir, 'logs/main.log');
  const before = await readFile(log, 'utf8').catch(() => '');
  const told =
    '2026-11-29T10:00:00.000Z ERROR library: Error: The index was begun again (damaged): disk image is malformed';
  const ofFile = '2026-11-29T10:00:00.000Z ERROR open: ENOENT: no such file, open /home/mila/private name.png';
  await appendFile(log, `${[...leaks(secrets), ofFile, link.href, told].join('\n')}\n`);

  await app.chooseMenuItem('copy-diagnostics');
  await expect(desk.news('Diagnostics are on the clipboard')).toBeVisible();
  const fromMenu = await app.clipboardText();
  await desk.goTo('Settings');
  await app.electron.evaluate(({ clipboard }) => clipboard.writeText(''));
  await desk.page.getByRole('button', { name: 'Copy diagnostics' }).click();
  await expect.poll(() => app.clipboardText()).toContain('Flow Media');
  const fromSettings = await app.clipboardText();
  await writeFile(log, before);

  const { app: facts } = await desk.call('app.snapshot', null);
  for (const text of [fromMenu, fromSettings]) {
    for (const line of [
      `Flow Media ${facts.version}`,
      `Electron ${facts.electron}`,
      'Keys are kept: passphrase',
      'Connections: 1',
      'Library: complete, 1 objects',
      'Transfers: 1 done',
      'Local API: open',
      '"cacheMegabytes": 500',
      'The index was begun again (damaged): disk image is malformed',
    ])
      expect(text).toContain(line);
    for (const [name, secret] of Object.entries(secrets))
      for (const form of formsInText(secret)) expect(text.includes(form), `${name} as ${form}`).toBe(false);
    for (const name of ['private name', 'mila', link.host, sandbox.accessKeyId]) expect(text).not.toContain(name);
  }
});
