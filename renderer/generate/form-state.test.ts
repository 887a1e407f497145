import { describe, expect, it } from 'vitest';
import { NO_SETTINGS } from '../../shared/generation';
import type { PastPrompt } from '../../shared/past-prompts';
import { settingsOf } from './form-input';
import {
  choiceOf,
  EMPTY_FORM,
  filledFrom,
  filledFromPast,
  filledFromSettings,
  filledFromTask,
  type FormState,
  startingForm,
  withReference,
} from './form-state';
import { makeTask, SERVER, SKETCH, STUDIO } from './test-tasks';

const FULL: FormState = {
  ...EMPTY_FORM,
  prompt: 'a {red|blue} fox',
  provider: 'openai',
  model: 'all',
  size: { width: 640, height: 480 },
  ownSize: true,
  style: 'Film',
  steps: 30,
  guidance: 5,
  seconds: 10,
  count: 2,
  seed: '7',
  negativePrompt: 'text',
  extra: '{"scheduler":"karras"}',
};

function keptOf(form: FormState) {
  const choice = choiceOf(form, [STUDIO]);
  if (choice === null) throw new Error('There is no model.');
  return settingsOf(form, choice);
}

describe('filling the form', () => {
  it('takes over what a picture tells, and keeps the rest', () => {
    const told = {
      ...NO_SETTINGS,
      prompt: 'sea',
      provider: 'sketch',
      model: 'sketch-1',
      seed: 7,
      createdAt: 0,
    } as const;
    expect(filledFrom({ ...EMPTY_FORM, count: 3 }, told)).toMatchObject({ prompt: 'sea', seed: '7', count: 3 });
  });

  it('means the words of a picture as they are', () => {
    const told = { ...NO_SETTINGS, prompt: 'a {b|c}', provider: 'sketch', model: 'sketch-1', createdAt: 0 } as const;
    expect(filledFrom(EMPTY_FORM, told).prompt).toBe(String.raw`a \{b\|c\}`);
  });

  it('takes over shape and style of a task too', () => {
    const task = makeTask('g1', 'a', { kind: 'queued' });
    const size = { width: 1152, height: 896 };
    expect(filledFromTask(EMPTY_FORM, task, [SKETCH])).toMatchObject({
      size,
      ownSize: false,
      style: 'Dunes',
      seed: '7',
    });
  });

  it('starts from what a task has started from', () => {
    const task = { ...makeTask('g1', 'a', { kind: 'queued' }), reference: 'moon.png' };
    const reference = { kind: 'task', taskId: 'g1', name: 'moon.png' };
    expect(filledFromTask(EMPTY_FORM, task, [SKETCH])).toMatchObject({ reference });
  });

  it('puts a preset into the form and leaves the words', () => {
    const filled = filledFromSettings({ ...EMPTY_FORM, prompt: 'a moon' }, keptOf(FULL), [STUDIO]);
    expect({ ...filled, extra: JSON.parse(filled.extra) as unknown }).toEqual({
      ...FULL,
      prompt: 'a moon',
      extra: { scheduler: 'karras' },
    });
  });

  it('recalls a prompt as it was typed, with its seed or a new one', () => {
    const past: PastPrompt = {
      id: 'p',
      connectionId: 'c1',
      askedAt: 0,
      prompt: FULL.prompt,
      template: true,
      settings: keptOf(FULL),
    };
    expect(filledFromPast(EMPTY_FORM, past, 'same', [STUDIO])).toMatchObject({
      prompt: FULL.prompt,
      seed: '7',
      steps: 30,
    });
    expect(filledFromPast(EMPTY_FORM, past, 'new', [STUDIO])).toMatchObject({ prompt: FULL.prompt, seed: '' });
    const plain = { ...past, template: false };
    expect(filledFromPast(EMPTY_FORM, plain, 'new', [STUDIO]).prompt).toBe(String.raw`a \{red\|blue\} fox`);
  });
});

describe('the size', () => {
  it('is the same one with another model that has it, else that model’s first', () => {
    const wide = { ...EMPTY_FORM, size: { width: 1344, height: 768 } };
    expect(choiceOf({ ...wide, provider: 'openai', model: 'all' }, [STUDIO])?.size).toEqual(wide.size);
    expect(choiceOf(wide, [SKETCH])?.size).toEqual({ width: 1024, height: 1024 });
  });

  it('is what was typed only where the model takes any', () => {
    const typed = { ...FULL, size: { width: 640, height: 480 } };
    expect(choiceOf(typed, [STUDIO])?.size).toEqual({ width: 640, height: 480 });
    expect(choiceOf({ ...typed, provider: 'sketch' }, [SKETCH])?.size).toEqual({ width: 1024, height: 1024 });
  });
});

describe('a picture to start from', () => {
  const moon = { kind: 'asset', assetId: 'a1', name: 'moon.png' } as const;

  it('stays with a model that takes one', () => {
    expect(withReference(FULL, moon, [SKETCH, STUDIO])).toEqual({ ...FULL, reference: moon });
  });

  it('goes to another model of the provider, else to a provider that is set up', () => {
    expect(withReference({ ...FULL, model: 'm1' }, moon, [SKETCH, STUDIO])).toMatchObject({ model: 'all' });
    expect(withReference(EMPTY_FORM, moon, [SKETCH, STUDIO])).toMatchObject({ provider: 'openai', model: 'all' });
    const missing = { ...STUDIO, status: 'needs-setup' } as const;
    expect(withReference(EMPTY_FORM, moon, [SKETCH, missing])).toEqual({ ...EMPTY_FORM, reference: moon });
  });
});

describe('a new form', () => {
  it('begins with the provider that was used last', () => {
    expect(startingForm([SKETCH, SERVER], [makeTask('g1', 'a', { kind: 'queued' })]).provider).toBe('sketch');
  });

  it('prefers a provider that a person has set up to the demonstration before the first time', () => {
    expect(startingForm([SKETCH, { ...SERVER, key: 'stored' }], []).provider).toBe('openai');
    expect(startingForm([SERVER, SKETCH], []).provider).toBe('sketch');
  });

  it('begins with one that works', () => {
    expect(startingForm([{ ...SERVER, status: 'needs-setup' }, SKETCH], []).provider).toBe('sketch');
  });
});
