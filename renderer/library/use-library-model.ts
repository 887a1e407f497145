import { useEffect, useMemo, useRef, useState } from 'react';
import type { LibraryRow } from '../../shared/library';
import { drop } from '../../shared/drop';
import { prefixOfKey } from '../../shared/keys';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import { openFolder, useNavigation } from '../navigation';
import { askDelete } from '../objects/requests';
import type { GridHandle, LibraryModel, MenuPlace } from './library-model';
import { useLiveTransfers } from './live-transfers';
import { useChoices, viewOf } from './place';
import { subjectOf, type Selection } from './selection';
import { useGridState, type GridState } from './use-grid-state';
import { useLook } from './use-look';
import { useRows, type Rows } from './use-rows';

interface Openings {
  view(): void;
  menu(at: MenuPlace): void;
}

/** Puts together what the parts of the screen share. */
export function useLibraryModel(connectionId: string, openings: Openings): LibraryModel {
  const { scope } = useNavigation();
  const choices = useChoices();
  const { revision } = useSlice('library');
  const { profiles } = useSlice('connections');
  const { libraryLayout } = useSlice('settings');
  const tile = useTileSize();
  const view = useMemo(() => viewOf(connectionId, scope, choices), [connectionId, scope, choices]);
  const rows = useRows(view, revision);
  useLook(view);
  const grid = useGridState(rows);
  const handle = useRef<GridHandle>(null);
  const live = useLiveTransfers();
  useReveal(rows, grid, handle);
  const latest = useRef(openings);
  latest.current = openings;
  const bucket = profiles.find(({ id }) => id === connectionId)?.bucket ?? '';

  return useMemo(
    () => ({
      bucket,
      view,
      rows,
      rowCount: rows.state.kind === 'ready' ? rows.state.summary.rowCount : 0,
      fileCount: rows.state.kind === 'ready' ? rows.state.summary.objectCount : 0,
      grid,
      handle,
      live,
      layout: libraryLayout,
      ...tile,
      open: (index: number, row: LibraryRow) => {
        if (row.kind === 'folder') return openFolder(row.prefix);
        drop(grid.pick(index, 'only'));
        latest.current.view();
      },
      goUp: () => {
        if (view.scope.kind === 'folder' && view.scope.prefix !== '')
          openFolder(prefixOfKey(view.scope.prefix.slice(0, -1)));
      },
      showMenu: (at: MenuPlace) => latest.current.menu(at),
      remove: (selection: Selection) => askDelete(subjectOf(selection, view), () => grid.clear()),
    }),
    [bucket, view, rows, grid, live, libraryLayout, tile],
  );
}

/** The tile size follows the slider at once and is kept when it is let go. */
function useTileSize() {
  const kept = useSlice('settings').tileSize;
  const [moving, setMoving] = useState<number | null>(null);
  useEffect(() => setMoving(null), [kept]);
  const tileSize = moving ?? kept;
  return useMemo(
    () => ({
      tileSize,
      setTileSize: (size: number, settled: boolean) => {
        setMoving(size);
        if (settled) drop(ask('settings.update', { tileSize: size }));
      },
    }),
    [tileSize],
  );
}

/** The last request to show an asset that was obeyed; outlives a visit to another screen. */
let lastReveal = 0;

/** Scrolls to an asset that another screen asked for, and selects it. */
function useReveal(rows: Rows, grid: GridState, handle: { readonly current: GridHandle | null }): void {
  const { reveal, scope } = useNavigation();
  const { state } = rows;
  const shown = state.kind === 'ready' ? state.view : null;
  useEffect(() => {
    if (reveal === null || reveal.token === lastReveal || shown === null) return;
    if (JSON.stringify(shown.scope) !== JSON.stringify(scope)) return;
    lastReveal = reveal.token;
    drop(
      ask('library.position', { view: shown, assetId: reveal.assetId }).then(async (found) => {
        if (!found.ok || found.value === null) return;
        await grid.pick(found.value, 'only');
        handle.current?.reveal(found.value, 'middle');
        handle.current?.focus();
      }),
    );
  }, [reveal, shown, scope, grid, handle]);
}
