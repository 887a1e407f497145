import { connectionOfSelection, MAX_OPENED, type LibrarySelection } from '../../shared/library';
import { fail } from '../../shared/failure';
import { MAX_TRIED_LINKS } from '../../shared/link';
import { planRenames } from '../core/library/renames';
import { firstKeys, seenHeaders } from '../core/library/seen-headers';
import type { House } from './handlers';
import type { CommandHandlers } from './router';

export type ObjectCommand =
  | 'library.planRenames'
  | 'library.renameAll'
  | 'library.headers'
  | 'library.editHeaders'
  | 'links.openAll'
  | 'links.try'
  | 'library.stage'
  | 'library.dragOut';

const never = new AbortController().signal;

/** What is done to many objects at once, beyond what the library and the transfers do by themselves. */
export function objectHandlers(house: House): Pick<CommandHandlers, ObjectCommand> {
  const { library, transfers, connections, links, desktop } = house;
  return {
    'library.planRenames': async ({ selections, pattern }) => {
      const { preview } = await planRenames(library, selections, pattern, never);
      return preview;
    },
    'library.renameAll': async ({ selections, pattern, digest }) => {
      const { preview, moves } = await planRenames(library, selections, pattern, never);
      if (preview.digest !== digest) return null;
      const connectionId = connectionOf(selections);
      return house.moves.move({ from: connectionId, to: connectionId, objects: moves });
    },
    'library.headers': async ({ selections }) => {
      const store = await connections.storeOf(connectionOf(selections));
      return seenHeaders(library, store, selections, never);
    },
    'library.editHeaders': ({ selections, edit }) => {
      const objects = async function* (signal: AbortSignal) {
        for (const selection of selections) yield* library.objectsIn(selection, signal);
      };
      return transfers.addEdits({ connectionId: connectionOf(selections), edit, objects });
    },
    'library.stage': ({ selections }) => house.drags.stage(selections),
    'library.dragOut': async ({ stageId }) => {
      const files = house.drags.filesOf(stageId);
      if (files !== null) await house.dragOut(files);
      return files !== null;
    },
    'links.openAll': async ({ selections }) => {
      const connectionId = connectionOf(selections);
      const keys = await firstKeys(library, selections, MAX_OPENED, never);
      // All addresses before the first is opened: what fails here has opened nothing.
      const found = await links.linksOf(connectionId, keys, never);
      for (const { url } of found) await desktop.openExternal(url);
      return { opened: found.length };
    },
    'links.try': async ({ selection }) => {
      const keys = await firstKeys(library, [selection], MAX_TRIED_LINKS, never);
      return links.tryAll(connectionOfSelection(selection), keys, never);
    },
  };
}

function connectionOf(selections: readonly LibrarySelection[]): string {
  const [first] = selections;
  return first === undefined ? fail('invalid-input') : connectionOfSelection(first);
}
