import path from 'node:path';
import type { House } from './house';
import type { CommandHandlers, HandlersOf } from './router';

/** ms that a generation service has to say that it is there. */
const CHECK_LIMIT = 30_000;

/** Pictures and films made from words: asked for, queued, remembered; and who makes them. */
export function generationHandlers(house: House): HandlersOf<'generation'> {
  const { generation, dialogs } = house;
  return {
    ...queueHandlers(house),
    ...memoryHandlers(house),
    'generation.start': async (input) => ({ tasks: await generation.startTasks(input) }),
    'generation.setUp': async (setup) => {
      await generation.setUp(setup);
      return null;
    },
    'generation.check': async ({ provider }) => {
      await generation.check(provider, AbortSignal.timeout(CHECK_LIMIT));
      return null;
    },
    'generation.chooseReference': async () => {
      const file = await dialogs.pickPicture();
      return file === null ? null : { path: file, name: path.basename(file) };
    },
  };
}

function queueHandlers({ generation }: House) {
  return {
    'generation.cancel': async ({ taskId }) => {
      await generation.cancel(taskId);
      return null;
    },
    'generation.cancelAll': async ({ taskIds }) => {
      await generation.cancelAll(taskIds);
      return null;
    },
    'generation.retry': async ({ taskId }) => {
      await generation.retry(taskId);
      return null;
    },
    'generation.retryAll': async ({ taskIds }) => {
      await generation.retryAll(taskIds);
      return null;
    },
    'generation.first': async ({ taskId }) => {
      await generation.moveFirst(taskId);
      return null;
    },
    'generation.forget': async ({ taskIds }) => {
      await generation.forget(taskIds);
      return null;
    },
  } satisfies Partial<CommandHandlers>;
}

function memoryHandlers({ generation: { prompts, presets } }: House) {
  return {
    'generation.prompts': async ({ search, count }) => prompts.find(search, count),
    'generation.forgetPrompts': async ({ which }) => {
      await prompts.forget(which);
      return null;
    },
    'generation.savePreset': async ({ name, settings }) => {
      await presets.save(name, settings);
      return null;
    },
    'generation.renamePreset': async ({ presetId, name }) => {
      await presets.rename(presetId, name);
      return null;
    },
    'generation.removePreset': async ({ presetId }) => {
      await presets.remove(presetId);
      return null;
    },
  } satisfies Partial<CommandHandlers>;
}
