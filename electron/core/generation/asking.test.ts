import { mkdir, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FailureError } from '../../../shared/failure';
import { INPUT, TestApp } from './test-app.test-support';

let app: TestApp;
beforeEach(async () => (app = await TestApp.create()));
afterEach(() => app.close());

const TEMPLATE = { ...INPUT, prompt: 'a {red|blue} fox', template: true, count: 2 } as const;

it('makes one batch of all prompts of a template, each with the same seeds', async () => {
  const generation = await app.launch();
  const tasks = await generation.startTasks(TEMPLATE);
  expect(tasks.map(({ facts }) => [facts.prompt, facts.seed])).toEqual([
    ['a red fox', 5],
    ['a red fox', 6],
    ['a blue fox', 5],
    ['a blue fox', 6],
  ]);
  expect(new Set(tasks.map(({ batchId }) => batchId)).size).toBe(1);
  expect(new Set(tasks.map(({ key }) => key)).size).toBe(4);
});

it('takes a prompt as it is where it is no template', async () => {
  const generation = await app.launch();
  const [task] = await generation.startTasks({ ...INPUT, prompt: 'a {red|blue} fox' });
  expect(task?.facts.prompt).toBe('a {red|blue} fox');
});

it.each([
  ['more prompts than can be looked at', '{a|b}'.repeat(8)],
  ['none', '{|}'],
  ['one that is too long for the model', `{a|${'b'.repeat(5000)}}`],
])('refuses a template of %s', async (_what, prompt) => {
  const generation = await app.launch();
  const refused = generation.startTasks({ ...TEMPLATE, prompt });
  await expect(refused).rejects.toThrow(FailureError);
  expect(generation.slice().tasks).toEqual([]);
});

it('remembers what was asked for as it was typed, with the seed that was used', async () => {
  const generation = await app.launch();
  await generation.startTasks({ ...TEMPLATE, seed: null });
  const [past] = generation.prompts.find('', 10).prompts;
  const { size, style, count } = TEMPLATE;
  expect(past).toMatchObject({ prompt: TEMPLATE.prompt, template: true, settings: { size, style, count } });
  expect(past?.settings.seed).toBe(generation.slice().tasks.at(-1)?.facts.seed);
});

const { connectionId: _, reference: __, prompt: ___, ...SETTINGS } = INPUT;

it('that could not be started takes nothing that it would lose', async () => {
  const first = await app.launch();
  await first.presets.save('Soft', SETTINGS);
  await app.quit(first);
  const prompts = path.join(app.root, 'prompts.ndjson');
  await rm(prompts);
  await mkdir(prompts);
  const generation = app.build();
  await expect(generation.start()).rejects.toThrow();
  await expect(generation.startTasks(INPUT)).rejects.toThrow('unexpected');
  expect(() => generation.presets.save('Hard', SETTINGS)).toThrow('unexpected');
  await app.quit(generation);
  await rmdir(prompts);
  expect((await app.launch()).slice().presets).toMatchObject([{ name: 'Soft' }]);
});

it('keeps presets by name over a restart', async () => {
  const generation = await app.launch();
  await generation.presets.save('Soft', SETTINGS);
  await generation.presets.save('Dunes', SETTINGS);
  await generation.presets.save('soft', { ...SETTINGS, count: 3 });
  const [dunes] = generation.slice().presets;
  expect(() => generation.presets.rename(dunes?.id ?? '', 'SOFT')).toThrow('already-exists');
  await generation.presets.rename(dunes?.id ?? '', 'Zebra');
  await generation.stop();
  const again = await app.launch();
  expect(again.slice().presets.map(({ name, settings: { count } }) => [name, count])).toEqual([
    ['soft', 3],
    ['Zebra', 1],
  ]);
  await again.presets.remove(again.slice().presets[0]?.id ?? '');
  expect(again.slice().presets).toHaveLength(1);
});

it('makes a task the next one, also after a restart, and ends all of them', async () => {
  const generation = await app.launch();
  const tasks = await generation.startTasks({ ...INPUT, count: 4 });
  const last = tasks[3]?.id ?? '';
  await generation.moveFirst(last);
  expect(generation.slice().before[last]).toBe(0);
  // Newest first; within its batch it is the first now.
  expect(generation.slice().tasks.map(({ facts }) => facts.seed)).toEqual([7, 6, 5, 8]);
  await generation.cancelAll(tasks.map(({ id }) => id));
  const states = generation.slice().tasks.map(({ state }) => state.kind);
  expect(states.filter((kind) => kind === 'cancelled').length).toBeGreaterThanOrEqual(3);
  expect(generation.slice().before).toEqual({});
});
