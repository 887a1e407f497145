import { ask } from '../bridge';
import { readSlice } from '../mirror';
import { revealAsset } from '../navigation';
import { notify } from './notify';

interface Place {
  readonly connectionId: string;
  readonly assetId: string;
  readonly key: string;
}

/** Shows an object in the library, which opens its bucket first where that is another one: a folder says nothing of whose it is. */
export async function showInLibrary(place: Place): Promise<void> {
  const { connectionId } = place;
  if (connectionId !== readSlice('connections').activeId) {
    const selected = await ask('connections.select', { connectionId });
    if (!selected.ok) return notify.failure(selected.failure);
  }
  revealAsset(place);
}
