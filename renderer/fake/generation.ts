import { failure } from '../../shared/failure';
import { NO_SETTINGS, type GenerationState, type GenerationTask, type ProviderInfo } from '../../shared/generation';
import type { GenerationStateSlice } from '../../shared/generation-state';
import type { FormSettings, GenerationPreset, PastPrompt } from '../../shared/past-prompts';
import { FAKE_CONNECTION_ID } from './connections';

const PROMPT = 'A tidal bloom of luminous algae under a violet moon, long exposure, 35 mm';

export const FAKE_PROVIDERS: readonly ProviderInfo[] = [
  {
    id: 'sketch',
    name: 'Sketch',
    demo: true,
    status: 'ready',
    fields: [],
    key: null,
    models: [
      {
        id: 'sketch-1',
        name: 'Sketch',
        sizes: [
          { width: 1024, height: 1024 },
          { width: 1344, height: 1008 },
          { width: 1008, height: 1344 },
          { width: 1536, height: 864 },
          { width: 864, height: 1536 },
        ],
        styles: ['waves', 'orbits', 'bubbles', 'field'],
        seed: true,
        makes: 'image',
        side: null,
        negativePrompt: false,
        steps: null,
        guidance: null,
        seconds: [],
        reference: false,
        extra: false,
        price: { kind: 'free' },
        maxCount: 8,
        maxPromptLength: 2000,
      },
    ],
  },
  {
    id: 'openai',
    name: 'OpenAI-compatible server',
    demo: false,
    status: 'needs-setup',
    fields: [
      { name: 'baseUrl', kind: 'address', value: 'https://api.openai.com/v1', preset: 'https://api.openai.com/v1' },
      { name: 'model', kind: 'text', value: 'gpt-image-1', preset: 'gpt-image-1' },
    ],
    key: 'missing',
    models: [],
  },
];

/** A service that takes all that a form can ask for: for scenes that show the form. */
const STUDIO: ProviderInfo = {
  id: 'openai',
  name: 'OpenAI-compatible server',
  demo: false,
  status: 'ready',
  fields: [
    { name: 'baseUrl', kind: 'address', value: 'http://127.0.0.1:8188', preset: 'https://api.openai.com/v1' },
    { name: 'model', kind: 'text', value: 'flux-2-dev', preset: 'gpt-image-1' },
  ],
  key: 'stored',
  models: ['flux-2-dev', 'lucid-origin'].map((id) => ({
    id,
    name: id,
    makes: 'image',
    sizes: [
      { width: 1024, height: 1024 },
      { width: 1344, height: 1008 },
      { width: 1008, height: 1344 },
      { width: 1536, height: 864 },
    ],
    side: { min: 256, max: 2048, step: 8, preset: 1024 },
    styles: [],
    seed: true,
    negativePrompt: true,
    steps: { min: 1, max: 50, step: 1, preset: 25 },
    guidance: { min: 0, max: 20, step: 0.5, preset: 4.5 },
    seconds: [],
    reference: true,
    extra: true,
    price: { kind: 'tiles', tileUsd: 0.000_41, stepUsd: 0.000_11 },
    maxCount: 4,
    maxPromptLength: 2000,
  })),
};

/** One task of each state, and a history of done ones. */
export function makeTasks(now: number, history: number): GenerationTask[] {
  const states: GenerationState[] = [
    { kind: 'running', progress: 0.46, ahead: null, preview: 0 },
    { kind: 'running', progress: null, ahead: 3, preview: 0 },
    { kind: 'waiting', until: now + 30_000, failure: failure('rate-limited') },
    { kind: 'queued' },
    { kind: 'uploading', transferId: 't1' },
    { kind: 'failed', failure: failure('provider-refused-prompt'), kept: false },
    { kind: 'failed', failure: failure('connection-lost'), kept: true },
    { kind: 'cancelled' },
    ...Array.from({ length: history }, (_, index) => ({ kind: 'done', finishedAt: now - index * 900_000 }) as const),
  ];
  return states.map((state, index) => makeTask(state, index, now));
}

function makeTask(state: GenerationState, index: number, now: number): GenerationTask {
  const name = `tidal-bloom-${4815140 + index}.png`;
  const createdAt = now - index * 700_000;
  return {
    id: `g${index}`,
    batchId: `b${Math.floor(index / 4)}`,
    connectionId: FAKE_CONNECTION_ID,
    createdAt,
    facts: {
      ...NO_SETTINGS,
      style: 'waves',
      prompt: PROMPT,
      provider: 'sketch',
      model: 'sketch-1',
      seed: 4815140 + index,
      createdAt,
    },
    size: { width: 1344, height: 1008 },
    reference: null,
    key: `generated/2026/11/${name}`,
    assetId: `a${index * 7}`,
    name,
    state,
  };
}

function settingsOf({ facts, size }: GenerationTask): FormSettings {
  const { prompt: _, createdAt: __, ...settings } = facts;
  return { ...settings, size, count: 2 };
}

function makePresets(tasks: readonly GenerationTask[]): readonly GenerationPreset[] {
  const [task] = tasks;
  if (task === undefined) return [];
  return ['Posters, upright', 'Quick sketches'].map((name) => ({ id: name, name, settings: settingsOf(task) }));
}

const PAST = [
  PROMPT,
  'A paper boat on a rainy street at night, {reflections of neon|lit by lanterns}',
  'Ember dunes at the last light, a low sun behind them',
  'Portrait of a lighthouse keeper, window light, film grain',
  'Mist in a green forest, early morning',
  'An isometric map of a harbour town in spring, tiny boats, soft shadows',
  'Night market lanterns, soft and far away',
];

/** What was asked for in an invented past. */
export function makePastPrompts(tasks: readonly GenerationTask[], now: number): readonly PastPrompt[] {
  const [task] = tasks;
  if (task === undefined) return [];
  return PAST.map((prompt, index) => ({
    id: `p${index}`,
    connectionId: FAKE_CONNECTION_ID,
    askedAt: now - index * 26_000_000,
    prompt,
    template: true,
    settings: { ...settingsOf(task), seed: 4815140 + index },
  }));
}

/** The generation slice of a scene. */
export function makeGeneration(made: readonly GenerationTask[], scene: string): GenerationStateSlice {
  const isStudio = scene === 'studio';
  const tasks = isStudio ? made.map(asFromStudio) : made;
  const queued = tasks.filter(({ state }) => state.kind === 'queued');
  return {
    providers: isStudio ? [...FAKE_PROVIDERS.slice(0, 1), STUDIO] : FAKE_PROVIDERS,
    tasks,
    presets: makePresets(tasks),
    pastPrompts: PAST.length,
    before: Object.fromEntries(queued.map(({ id }, index) => [id, index])),
  };
}

function asFromStudio(task: GenerationTask): GenerationTask {
  return { ...task, facts: { ...task.facts, provider: STUDIO.id, model: 'flux-2-dev', style: null } };
}
