import { planRenames } from '../core/library/renames';
import { seenHeaders } from '../core/library/seen-headers';
import { connectionOfSelections } from '../core/library/selected-connection';
import type { House } from './house';
import type { CommandHandlers } from './router';

export type ObjectCommand =
  | 'library.planRenames'
  | 'library.renameAll'
  | 'library.headers'
  | 'library.editHeaders'
  | 'library.stage'
  | 'library.dragOut';

const never = new AbortController().signal;

/** What is done to many objects at once, beyond what the library and the transfers do by themselves. */
export function objectHandlers(house: House): Pick<CommandHandlers, ObjectCommand> {
  const { library, transfers, connections } = house;
  return {
    'library.planRenames': async ({ selections, pattern }) => {
      const { preview } = await planRenames(library, selections, pattern, never);
      return preview;
    },
    'library.renameAll': async ({ selections, pattern, digest }) => {
      const { preview, moves } = await planRenames(library, selections, pattern, never);
      if (preview.digest !== digest) return null;
      const connectionId = connectionOfSelections(selections);
      return house.moves.move({ from: connectionId, to: connectionId, objects: moves });
    },
    'library.headers': async ({ selections }) => {
      const store = await connections.storeOf(connectionOfSelections(selections));
      return seenHeaders(library, store, selections, never);
    },
    'library.editHeaders': ({ selections, edit }) => {
      const objects = async function* (signal: AbortSignal) {
        for (const selection of selections) yield* library.objectsIn(selection, signal);
      };
      return transfers.addEdits({ connectionId: connectionOfSelections(selections), edit, objects });
    },
    'library.stage': ({ selections }) => house.drags.stage(selections),
    'library.dragOut': async ({ stageId }) => {
      const files = house.drags.filesOf(stageId);
      if (files !== null) await house.dragOut(files);
      return files !== null;
    },
  };
}
