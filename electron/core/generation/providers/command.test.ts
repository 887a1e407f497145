import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { firstResult, memoryConfig, memoryKeys } from '../generation.test-support';
import { CommandProvider } from './command';
import { argumentsIn } from './command-line';
import type { TreeKiller } from './program';
import { failureOf, Heard, never, png } from './service.test-support';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'flow-command-'));
  await writeFile(path.join(folder, 'picture.png'), await png());
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A real program: a script for Node, run by Node itself. */
async function provider(
  script: string,
  args: string,
  ...system: readonly [platform?: NodeJS.Platform, killTree?: TreeKiller]
): Promise<CommandProvider> {
  const file = path.join(folder, 'program.cjs');
  await writeFile(file, script);
  const made = new CommandProvider(memoryKeys(), memoryConfig(), path.join(folder, 'runs'), ...system);
  const fields = { program: process.execPath, arguments: `"${file}" ${args}` };
  await made.settings.setUp({ provider: 'command', fields, apiKey: null });
  return made;
}

const ask = (service: CommandProvider, prompt: string, signal = never, heard = new Heard()) =>
  firstResult(service, { model: 'program', prompt, seed: 5 }, signal, heard);

test('what it leaves in its folder is the result; no shell ever sees the prompt', async () => {
  const script = `
    const { copyFileSync, writeFileSync } = require('node:fs');
    const [out, ...said] = process.argv.slice(2);
    writeFileSync(${JSON.stringify(path.join(folder, 'said.json'))}, JSON.stringify(said));
    writeFileSync(out + '/notes.txt', 'not a picture');
    copyFileSync(${JSON.stringify(path.join(folder, 'picture.png'))}, out + '/b.png');
    console.log('step 40%');
  `;
  const prompt = `a "fox"; $(touch x) 'y' {seed} \`z\` && rm -rf ~`;
  const heard = new Heard();
  const made = await ask(
    await provider(script, '{output} --prompt {prompt} "--both={seed} {width}"'),
    prompt,
    never,
    heard,
  );
  expect(made).toMatchObject({ type: { contentType: 'image/png' }, seed: 5 });
  expect(JSON.parse(await readFile(path.join(folder, 'said.json'), 'utf8'))).toEqual([
    '--prompt',
    prompt,
    '--both=5 1024',
  ]);
  expect(heard.shares).toContain(0.4);
});

test.each([
  ['darwin', '/usr/bin:/bin', '/usr/bin:/bin:/opt/homebrew/bin:/usr/local/bin'],
  ['darwin', '/usr/local/bin:/mine:/usr/bin', '/usr/local/bin:/mine:/usr/bin:/opt/homebrew/bin'],
  ['linux', '/usr/bin:/bin', '/usr/bin:/bin'],
] as const)('on %s, started with the path %s, it looks for programs in %s', async (platform, own, searched) => {
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv('PATH', own);
  const telling = await provider('console.log(process.env.PATH); process.exit(1);', '', platform);
  expect((await failureOf(ask(telling, 'x'))).detail).toBe(searched);
});

test('an error is told with what the program said; so is a program that leaves nothing', async () => {
  const failing = await provider(`console.error('CUDA out of memory'); process.exit(3);`, '{output}');
  expect(await failureOf(ask(failing, 'x'))).toMatchObject({
    code: 'program-failed',
    params: { code: 3 },
    detail: expect.stringContaining('CUDA out of memory'),
  });
  const idle = await provider(`console.log('done');`, '{output}');
  expect((await failureOf(ask(idle, 'x'))).code).toBe('program-made-nothing');
});

test('called off, it is ended together with what it started', async () => {
  const pidFile = path.join(folder, 'pid');
  const script = `
    const { spawn } = require('node:child_process');
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(child.pid));
    setInterval(() => {}, 1000);
  `;
  const abort = new AbortController();
  const asked = ask(await provider(script, '{output}'), 'x', abort.signal);
  const pid = await vi.waitFor(
    async () => Number(await readFile(pidFile, 'utf8')) || Promise.reject(new Error('not yet')),
    {
      timeout: 20_000,
    },
  );
  abort.abort();
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), { timeout: 20_000 });
});

test.each<readonly [string, TreeKiller]>([
  ['together with what it started', async (pid) => void process.kill(pid)],
  ['alone where what it started cannot be', () => Promise.reject(new Error('Access is denied.'))],
])('called off on Windows, it is ended %s', async (_how, killTree) => {
  const asked = vi.fn(killTree);
  const pidFile = path.join(folder, 'pid');
  const script = `
    require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
    setInterval(() => {}, 1000);
  `;
  const abort = new AbortController();
  const made = ask(await provider(script, '{output}', 'win32', asked), 'x', abort.signal);
  const pid = await vi.waitFor(
    async () => Number(await readFile(pidFile, 'utf8')) || Promise.reject(new Error('not yet')),
    { timeout: 20_000 },
  );
  abort.abort();
  await expect(made).rejects.toMatchObject({ name: 'AbortError' });
  expect(asked.mock.calls).toEqual([[pid]]);
  expect(() => process.kill(pid, 0)).toThrow();
});

test('what it leaves running behind it is not waited for, though it holds its output open', async () => {
  const pidFile = path.join(folder, 'pid');
  const script = `
    const { spawn } = require('node:child_process');
    const { copyFileSync, writeFileSync } = require('node:fs');
    const server = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
    writeFileSync(${JSON.stringify(pidFile)}, String(server.pid));
    copyFileSync(${JSON.stringify(path.join(folder, 'picture.png'))}, process.argv[2] + '/a.png');
    process.exit(0);
  `;
  try {
    const made = await ask(await provider(script, '{output}'), 'x');
    expect(made).toMatchObject({ type: { contentType: 'image/png' } });
  } finally {
    process.kill(Number(await readFile(pidFile, 'utf8')));
  }
});

test('a program that is not there, may not be run, or is no whole path', async () => {
  const service = await provider('', '');
  const setUp = (program: string) => service.settings.setUp({ provider: 'command', fields: { program }, apiKey: null });
  expect((await failureOf(setUp('python'))).code).toBe('invalid-input');
  await setUp(path.join(folder, 'gone'));
  expect((await failureOf(service.check())).code).toBe('program-not-found');
  await chmod(path.join(folder, 'picture.png'), 0o644);
  await setUp(path.join(folder, 'picture.png'));
  expect((await failureOf(service.check())).code).toBe('program-not-found');
  const open = service.settings.setUp({ provider: 'command', fields: { arguments: 'a "b' }, apiKey: null });
  expect((await failureOf(open)).code).toBe('invalid-input');
});

test.each(['run.bat', 'Run.CMD'])('on Windows %s is not run: it would be by a shell', async (name) => {
  const program = path.join(folder, name);
  await writeFile(program, '', { mode: 0o755 });
  for (const [platform, code] of [
    ['win32', 'program-needs-shell'],
    ['linux', null],
  ] as const) {
    const service = new CommandProvider(memoryKeys(), memoryConfig(), path.join(folder, 'runs'), platform);
    await service.settings.setUp({ provider: 'command', fields: { program }, apiKey: null });
    if (code === null) await service.check();
    else expect(await failureOf(service.check())).toMatchObject({ code, params: { program } });
  }
});

test.each([
  ['longer than any system takes', 'x'.repeat(4_000_000)],
  ['with a NUL', 'a\0b'],
])('a prompt %s is told as such', async (_, prompt) => {
  const service = await provider('', '{prompt}');
  expect(await failureOf(ask(service, prompt))).toMatchObject({ code: 'invalid-input', params: { field: 'prompt' } });
});

test.each([
  ['a b', ['a', 'b']],
  ['  "a b"  c ', ['a b', 'c']],
  [`--x="1 2" 'it is'`, ['--x=1 2', 'it is']],
  ['""', ['']],
  ['a\\b $HOME `x`', ['a\\b', '$HOME', '`x`']],
])('the line %j is %j', (line, args) => expect(argumentsIn(line)).toEqual(args));
