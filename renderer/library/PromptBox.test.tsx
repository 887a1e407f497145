import { MantineProvider } from '@mantine/core';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type GenerationFacts, NO_SETTINGS } from '../../shared/generation';
import { installBridge } from '../bridge';
import { fakeBridge } from '../fake-bridge';
import { FakeApp } from '../fake/app';
import { startI18n } from '../i18n';
import { connectMirror } from '../mirror';
import { type LibraryModel, ModelContext } from './library-model';
import { PromptBox } from './PromptBox';
import { assetRow, TOP_VIEW } from './test-rows';

const PARTS: Partial<LibraryModel> = { view: TOP_VIEW };
const PLAIN: GenerationFacts = {
  ...NO_SETTINGS,
  prompt: 'a heron at dawn',
  provider: 'sketch',
  model: 'sketch-1',
  createdAt: 0,
};

let root: Root;
let place: HTMLElement;

async function draw(facts: GenerationFacts): Promise<void> {
  await act(async () =>
    root.render(
      <MantineProvider env="test">
        <ModelContext value={PARTS as LibraryModel}>
          <PromptBox facts={facts} row={assetRow('heron.png')} />
        </ModelContext>
      </MantineProvider>,
    ),
  );
}

/** The facts by their names, but for the moment of making. */
function shown(): Record<string, string> {
  const terms = [...place.querySelectorAll('dt')].map((term): [string, string] => [
    term.textContent,
    term.nextElementSibling?.textContent ?? '',
  ]);
  return Object.fromEntries(terms.filter(([name]) => name !== 'Made'));
}

beforeEach(async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  installBridge(fakeBridge(new FakeApp(new URLSearchParams({ scene: 'studio', pace: '0' }), 0)));
  await startI18n('en');
  await connectMirror();
  place = document.body.appendChild(document.createElement('div'));
  root = createRoot(place);
});

afterEach(async () => {
  await act(async () => root.unmount());
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

describe('the prompt of what the app made itself', () => {
  it('tells all that it was made with', async () => {
    await draw({
      ...PLAIN,
      negativePrompt: 'extra legs',
      style: 'Dunes',
      seed: 481516,
      steps: 28,
      guidance: 6.5,
      seconds: 5,
      extra: { scheduler: 'euler', safe: true },
    });
    expect(place.textContent).toContain('a heron at dawn');
    expect(place.textContent).toContain('extra legs');
    expect(place.querySelector('[aria-label="Copy the negative prompt"]')).not.toBeNull();
    expect(shown()).toEqual({
      'Made with': 'Sketch',
      Model: 'sketch-1',
      Style: 'Dunes',
      Seed: '481516',
      Steps: '28',
      Guidance: '6.5',
      Length: '5 s',
      scheduler: 'euler',
      safe: 'true',
    });
  });

  it('is silent about what it was made without', async () => {
    await draw(PLAIN);
    expect(place.textContent).not.toContain('Negative prompt');
    expect(Object.keys(shown())).toEqual(['Made with', 'Model']);
  });

  it('names a service that is known no more as it was kept', async () => {
    await draw({ ...PLAIN, provider: 'gone' as GenerationFacts['provider'] });
    expect(shown()['Made with']).toBe('gone');
  });
});
