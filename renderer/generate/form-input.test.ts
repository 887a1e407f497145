import { describe, expect, it } from 'vitest';
import { NO_SETTINGS, type ProviderInfo } from '../../shared/generation';
import { costOf, inputOf, orderOf, parseExtra, parseSeed, wrongFields } from './form-input';
import { choiceOf, EMPTY_FORM, type FormState } from './form-state';
import { SERVER, SKETCH, STUDIO } from './test-tasks';

function of<T>(
  change: Partial<FormState>,
  provider: ProviderInfo,
  ask: (form: FormState, choice: NonNullable<ReturnType<typeof choiceOf>>) => T,
): T {
  const form = { ...EMPTY_FORM, ...change };
  const choice = choiceOf(form, [provider]);
  if (choice === null) throw new Error('There is no model.');
  return ask(form, choice);
}

const inputFor = (change: Partial<FormState>, provider = SKETCH) =>
  of(change, provider, (form, choice) => inputOf(form, choice, 'c1'));
const wrongIn = (change: Partial<FormState>, provider = STUDIO) => [
  ...of({ prompt: 'x', ...change }, provider, wrongFields),
];

const moon = { kind: 'asset', assetId: 'a1', name: 'moon.png' } as const;

describe('what the form asks for', () => {
  it('is what was chosen', () => {
    const size = { width: 1152, height: 896 };
    expect(inputFor({ prompt: ' a moon ', size, style: 'Dunes', count: 3, seed: '42' })).toEqual({
      ...NO_SETTINGS,
      template: true,
      reference: null,
      connectionId: 'c1',
      provider: 'sketch',
      model: 'sketch-1',
      prompt: 'a moon',
      size,
      style: 'Dunes',
      seed: 42,
      count: 3,
    });
  });

  it('is all that a model takes, with the model’s own numbers where none was given', () => {
    const asked = inputFor(
      { prompt: 'x', negativePrompt: ' text ', guidance: 5, seconds: 10, extra: '{"a":1}', reference: moon },
      STUDIO,
    );
    expect(asked).toMatchObject({
      negativePrompt: 'text',
      steps: 20,
      guidance: 5,
      seconds: 10,
      extra: { a: 1 },
      reference: { kind: 'asset', assetId: 'a1' },
    });
  });

  it('holds nothing that the model does not take, whatever the form still holds for another', () => {
    const asked = inputFor(
      {
        prompt: 'x',
        provider: 'openai',
        negativePrompt: 'y',
        style: 'Oil',
        seed: 'abc',
        steps: 5,
        guidance: 5,
        seconds: 5,
        extra: '{',
        reference: moon,
        ownSize: true,
        size: { width: 1, height: 1 },
        count: 9,
      },
      SERVER,
    );
    const size = { width: 512, height: 512 };
    const place = { connectionId: 'c1', provider: 'openai', model: 'm1', size, reference: null };
    expect(asked).toEqual({ ...NO_SETTINGS, ...place, prompt: 'x', count: 1, template: true });
  });

  it('is nothing from a provider that is not set up', () => {
    expect(inputFor({ prompt: 'x' }, { ...SKETCH, status: 'needs-setup' })).toBeNull();
  });
});

it.each([
  [{ prompt: '   ' }, ['prompt']],
  [{ prompt: 'x'.repeat(101) }, ['prompt']],
  [{ prompt: `{a|${'b'.repeat(101)}}` }, ['prompt']],
  [{ prompt: '{a|b}'.repeat(7) }, ['batch']],
  [{ prompt: '{a|b}'.repeat(6), count: 4 }, ['batch']],
  [{ negativePrompt: 'x'.repeat(101) }, ['negativePrompt']],
  [{ ownSize: true, size: { width: 100, height: 512 } }, ['size']],
  [{ steps: 51 }, ['steps']],
  [{ guidance: -1 }, ['guidance']],
  [{ seed: '1.5' }, ['seed']],
  [{ extra: '[1]' }, ['extra']],
  [{ ownSize: true, size: { width: 2048, height: 256 }, steps: 50, guidance: 0, extra: ' ' }, []],
])('%j: wrong is %j', (change, wrong) => {
  expect(wrongIn(change)).toEqual(wrong);
});

it('counts the results of a template', () => {
  const order = of({ prompt: 'a {red|blue} fox', count: 3 }, STUDIO, orderOf);
  expect(order).toEqual({ prompts: ['a red fox', 'a blue fox'], results: 6 });
});

it('estimates what all results cost together', () => {
  expect(of({ prompt: '{a|b}', count: 3 }, STUDIO, costOf)).toBeCloseTo(2 * 3 * 5 * 0.1);
  expect(of({ prompt: '', count: 2 }, STUDIO, costOf)).toBeCloseTo(2 * 5 * 0.1);
  expect(of({ prompt: 'a' }, SKETCH, costOf)).toBe(0);
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

it.each([
  ['', null],
  ['{"a": [1, {"b": null}]}', { a: [1, { b: null }] }],
  ['{a: 1}', undefined],
  ['null', undefined],
  ['"x"', undefined],
])('the further inputs %j are %j', (text, extra) => {
  expect(parseExtra(text)).toEqual(extra);
});
