import { createSpotlight } from '@mantine/spotlight';
import { useSyncExternalStore } from 'react';

/** The palette's own state, since Mantine (9) does not tell that of its shared one. */
export const [paletteStore, palette] = createSpotlight();

export function useIsPaletteOpen(): boolean {
  return useSyncExternalStore(paletteStore.subscribe, () => paletteStore.getState().opened);
}
