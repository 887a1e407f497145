import { afterEach, describe, expect, it } from 'vitest';
import { closeApp, field, found, rendered, showApp, type } from '../app-page.test-support';
import type { FakeApp } from '../fake/app';
import { navigate } from '../navigation';
import { changeForm, readForm } from './form-store';

afterEach(closeApp);

/** A service with so many models that they can be searched. */
function withManyModels({ state }: FakeApp): void {
  const { generation } = state.slices;
  const providers = generation.providers.map((one) => {
    const [model] = one.models;
    if (model === undefined || one.demo) return one;
    const names = Array.from({ length: 12 }, (_, index) => `model-${index}`);
    return { ...one, models: names.map((id) => ({ ...model, id, name: id })) };
  });
  state.set('generation', { ...generation, providers });
}

async function openForm(prepare?: (app: FakeApp) => void): Promise<void> {
  await showApp('studio', prepare);
  navigate('generate');
  await found(() => document.querySelector('form'));
  changeForm({ provider: 'openai', model: null, count: 1 });
  await rendered();
}

/** Whether the form would have been sent. */
function enter(input: HTMLElement): boolean {
  const event = new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true });
  return input.dispatchEvent(event);
}

describe('Enter in the search of models', () => {
  it('takes the first that is found, and does not have the model of before generate', async () => {
    await openForm(withManyModels);
    const input = await field('Model');
    input.focus();
    await rendered();
    await type('Model', 'model-7');
    expect(enter(input)).toBe(false);
    await found(() => (readForm().model === 'model-7' ? true : null));
  });

  it('sends nothing where none is found', async () => {
    await openForm(withManyModels);
    const input = await field('Model');
    input.focus();
    await type('Model', 'there is none');
    expect(enter(input)).toBe(false);
    expect(readForm().model).toBeNull();
  });
});

describe('the number of results', () => {
  it('can be emptied and typed anew', async () => {
    await openForm();
    changeForm({ count: 4 });
    await rendered();
    const input = await field('Count');
    input.focus();
    await type('Count', '');
    expect(input.value).toBe('');
    await type('Count', '3');
    expect(input.value).toBe('3');
    expect(readForm().count).toBe(3);
  });

  it('is one again when it is left empty', async () => {
    await openForm();
    const input = await field('Count');
    input.focus();
    await type('Count', '');
    input.blur();
    await found(() => (input.value === '1' ? true : null));
  });
});
