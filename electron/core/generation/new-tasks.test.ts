import { expect, test } from 'vitest';
import { GENERATED_NAMES } from '../../../shared/generated-names';
import { NO_ENCODER } from './generation.test-support';
import { newTasks } from './new-tasks';
import { SketchProvider } from './providers/sketch';
import { INPUT } from './test-app.test-support';

test('a seed of the app’s own is one that every model takes: many end at 2147483647', () => {
  const [model] = new SketchProvider(NO_ENCODER).info().models;
  if (model === undefined) throw new Error('No model');
  const sources = {
    generatedNames: () => GENERATED_NAMES,
    now: () => 0,
    random: () => 1 - 2 ** -53,
    randomId: () => 'id',
  };
  const [task] = newTasks({ ...INPUT, seed: null }, { model, prompts: ['x'] }, null, () => false, sources);
  expect(task?.facts.seed).toBe(2_147_483_647);
});
