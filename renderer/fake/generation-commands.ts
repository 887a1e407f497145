import { NO_SETTINGS, type GenerationTask } from '../../shared/generation';
import type { FakeApp } from './app';
import type { Commands } from './commands';
import { makePastPrompts, makeTasks } from './generation';

export function generationCommands(app: FakeApp): Commands<'generation'> {
  const { state } = app;
  const keep = (change: Partial<typeof state.slices.generation>): null => {
    state.set('generation', { ...state.slices.generation, ...change });
    return null;
  };
  const change = (id: string, next: GenerationTask['state']): null =>
    keep({ tasks: state.slices.generation.tasks.map((task) => (task.id === id ? { ...task, state: next } : task)) });
  return {
    'generation.start': ({ prompt, provider, model, seed, size, style, count }) => {
      const now = Date.now();
      const facts = { ...NO_SETTINGS, style, prompt, provider, model, seed, createdAt: now };
      const tasks = makeTasks(now, count)
        .slice(-count)
        .map((task, index): GenerationTask => {
          const own = { id: `g${now}-${index}`, batchId: `b${now}`, size, facts };
          return { ...task, ...own, state: { kind: 'queued' } };
        });
      keep({ tasks: [...tasks, ...state.slices.generation.tasks] });
      return { tasks };
    },
    'generation.cancel': ({ taskId }) => change(taskId, { kind: 'cancelled' }),
    'generation.retry': ({ taskId }) => change(taskId, { kind: 'queued' }),
    'generation.forget': ({ taskIds }) =>
      keep({ tasks: state.slices.generation.tasks.filter(({ id }) => !taskIds.includes(id)) }),
    'generation.cancelAll': ({ taskIds }) => {
      for (const id of taskIds) change(id, { kind: 'cancelled' });
      return null;
    },
    'generation.retryAll': ({ taskIds }) => {
      for (const id of taskIds) change(id, { kind: 'queued' });
      return null;
    },
    'generation.first': () => null,
    ...memoryCommands(app),
    'generation.check': () => null,
    'generation.chooseReference': () => ({ path: '/pictures/reference.png', name: 'reference.png' }),
    'generation.setUp': ({ provider, fields, apiKey }) => {
      const key = apiKey === '' ? 'missing' : 'stored';
      const providers = state.slices.generation.providers.map((info) =>
        info.id === provider
          ? ({
              ...info,
              fields: info.fields.map((one) => ({ ...one, value: fields[one.name] ?? one.value })),
              status: 'ready',
              key,
            } as const)
          : info,
      );
      return keep({ providers });
    },
  };
}

type MemoryCommand = `generation.${'prompts' | 'forgetPrompts' | 'savePreset' | 'renamePreset' | 'removePreset'}`;

/** Past prompts and presets. */
function memoryCommands({ state }: FakeApp): Pick<Commands<'generation'>, MemoryCommand> {
  let past = makePastPrompts(state.slices.generation.tasks, Date.now());
  const presets = () => state.slices.generation.presets;
  const keep = (kept: ReturnType<typeof presets>): null => {
    state.set('generation', { ...state.slices.generation, presets: kept });
    return null;
  };
  return {
    'generation.prompts': ({ search, count }) => {
      const prompts = past.filter(({ prompt }) => prompt.toLowerCase().includes(search.toLowerCase()));
      return { total: prompts.length, prompts: prompts.slice(0, count) };
    },
    'generation.forgetPrompts': ({ which }) => {
      past = past.filter(({ id }) => which !== 'all' && !which.includes(id));
      state.set('generation', { ...state.slices.generation, pastPrompts: past.length });
      return null;
    },
    'generation.savePreset': ({ name, settings }) =>
      keep([...presets().filter((preset) => preset.name !== name), { id: name, name, settings }]),
    'generation.renamePreset': ({ presetId, name }) =>
      keep(presets().map((preset) => (preset.id === presetId ? { ...preset, name } : preset))),
    'generation.removePreset': ({ presetId }) => keep(presets().filter(({ id }) => id !== presetId)),
  };
}
