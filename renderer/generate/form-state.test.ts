import { describe, expect, it } from 'vitest';
import { NO_SETTINGS, type ProviderInfo } from '../../shared/generation';
import { choiceOf, EMPTY_FORM, filledFrom, filledFromTask, inputOf, parseSeed, startingForm } from './form-state';
import { makeTask, SERVER, SKETCH } from './test-tasks';

function inputFor(change: Partial<typeof EMPTY_FORM>, provider: ProviderInfo = SKETCH) {
  const form = { ...EMPTY_FORM, ...change };
  const choice = choiceOf(form, [provider]);
  return choice === null ? null : inputOf(form, choice, 'c1');
}

describe('the form', () => {
  it('asks for what was chosen', () => {
    expect(inputFor({ prompt: ' a moon ', size: 1, style: 'Dunes', count: 3, seed: '42' })).toEqual({
      ...NO_SETTINGS,
      reference: null,
      connectionId: 'c1',
      provider: 'sketch',
      model: 'sketch-1',
      prompt: 'a moon',
      size: { width: 1152, height: 896 },
      style: 'Dunes',
      seed: 42,
      count: 3,
    });
  });

  it.each([
    ['without a prompt', { prompt: '   ' }],
    ['with a seed that is no number', { prompt: 'x', seed: '1.5' }],
    ['with a prompt that is too long', { prompt: 'x'.repeat(101) }],
  ])('cannot be sent %s', (_what, change) => {
    expect(inputFor(change)).toBeNull();
  });

  it('cannot be sent to a provider that is not set up', () => {
    expect(inputFor({ prompt: 'x' }, { ...SKETCH, status: 'needs-setup' })).toBeNull();
  });

  it('never asks for more, or for a style, than the model has', () => {
    expect(inputFor({ prompt: 'x', count: 9, style: 'Oil', size: 7 })).toMatchObject({
      count: 4,
      style: null,
      size: { width: 1024, height: 1024 },
    });
  });

  it('is not held up by a seed that the model cannot use and the form does not show', () => {
    expect(inputFor({ prompt: 'x', provider: 'openai', seed: 'abc' }, SERVER)).toMatchObject({ seed: null });
  });

  it('takes over what a picture tells, and keeps the rest', () => {
    const facts = {
      ...NO_SETTINGS,
      prompt: 'sea',
      provider: 'sketch',
      model: 'sketch-1',
      seed: 7,
      createdAt: 0,
    } as const;
    expect(filledFrom({ ...EMPTY_FORM, count: 3 }, facts)).toMatchObject({ prompt: 'sea', seed: '7', count: 3 });
  });

  it('takes over shape and style of a task too', () => {
    const task = makeTask('g1', 'a', { kind: 'queued' });
    expect(filledFromTask(EMPTY_FORM, task, [SKETCH])).toMatchObject({ size: 1, style: 'Dunes', seed: '7' });
  });
});

describe('a new form', () => {
  it('begins with the provider that was used last', () => {
    expect(startingForm([SKETCH, SERVER], [makeTask('g1', 'a', { kind: 'queued' })]).provider).toBe('sketch');
  });

  it('prefers a real provider to the demonstration before the first time', () => {
    expect(startingForm([SKETCH, SERVER], []).provider).toBe('openai');
  });

  it('begins with one that works', () => {
    expect(startingForm([{ ...SERVER, status: 'needs-setup' }, SKETCH], []).provider).toBe('sketch');
  });
});

it.each([
  ['', null],
  ['0', 0],
  [' 481516 ', 481516],
  ['-1', undefined],
  ['abc', undefined],
  ['99999999999999999999', undefined],
])('the seed %j is %s', (text, seed) => {
  expect(parseSeed(text)).toBe(seed);
});
