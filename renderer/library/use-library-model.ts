import { useEffect, useMemo, useRef, useState } from 'react';
import type { LibraryRow, LibraryView } from '../../shared/library';
import { drop } from '../../shared/drop';
import { prefixOfKey } from '../../shared/keys';
import { NO_FILTERS } from '../../shared/view-filters';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import { openFolder, useNavigation } from '../navigation';
import { askDelete } from '../objects/requests';
import type { GridHandle, LibraryFrame, LibraryModel, LibraryRows, MenuPlace } from './library-model';
import { useLiveTransfers } from './live-transfers';
import { showEverything, useChoices, viewOf } from './place';
import { rowId } from './row-id';
import { sameView } from './row-source';
import { subjectOf, type Selection } from './selection';
import { useGridState, type GridState } from './use-grid-state';
import { useLook } from './use-look';
import { useRows, type Rows } from './use-rows';

interface Openings {
  view(): void;
  menu(at: MenuPlace): void;
}

interface LibraryParts {
  readonly model: LibraryModel;
  readonly frame: LibraryFrame;
  readonly shown: LibraryRows;
}

/** Puts together what the parts of the screen share. */
export function useLibraryModel(connectionId: string, openings: Openings): LibraryParts {
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
  const place = usePlace(view);

  const frame = useMemo(
    (): LibraryFrame => ({ bucket, place, handle, layout: libraryLayout, ...tile }),
    [bucket, place, libraryLayout, tile],
  );
  const shown = useMemo((): LibraryRows => ({ ...countsOf(rows), rows, grid, live }), [rows, grid, live]);
  const model = useMemo(
    (): LibraryModel => ({
      ...frame,
      ...shown,
      view,
      open: (index: number, row: LibraryRow) => {
        if (row.kind === 'folder') return openFolder(row.prefix);
        const view = (place: number): void => {
          drop(grid.pickRow({ index: place, row }, 'only'));
          latest.current.view();
        };
        const there = rows.source.rowAt(index);
        if (there !== null && rowId(there) === rowId(row)) view(index);
        // Out of sight it may stand elsewhere by now.
        else drop(rows.source.placeNow(rowId(row)).then((place) => view(place ?? index)));
      },
      goUp: () => {
        if (view.scope.kind === 'folder' && view.scope.prefix !== '')
          openFolder(prefixOfKey(view.scope.prefix.slice(0, -1)));
      },
      showMenu: (at: MenuPlace) => latest.current.menu(at),
      remove: (selection: Selection) => askDelete(subjectOf(selection, view), () => grid.clear()),
    }),
    [frame, shown, view, grid, rows],
  );
  return { model, frame, shown };
}

function countsOf({ state }: Rows): Pick<LibraryRows, 'rowCount' | 'fileCount'> {
  if (state.kind !== 'ready') return { rowCount: 0, fileCount: 0 };
  return { rowCount: state.summary.rowCount, fileCount: state.summary.objectCount };
}

/** The place on show: one object for as long as only the search changes. */
function usePlace({ connectionId, scope, kinds, filters, flat, sort }: LibraryView): LibraryFrame['place'] {
  return useMemo(
    () => ({ connectionId, scope, kinds, filters, flat, sort }),
    [connectionId, scope, kinds, filters, flat, sort],
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
  const { source, state } = rows;
  const shown = state.kind === 'ready' ? state.view : null;
  useEffect(() => {
    if (reveal === null || reveal.token === lastReveal || shown === null) return;
    if (JSON.stringify(shown.scope) !== JSON.stringify(scope)) return;
    const { assetId, token } = reveal;
    lastReveal = token;
    const show = async (): Promise<void> => {
      const found = await source.locate(assetId);
      if (!found.ok) return;
      if (found.value === null) return showHidden(shown, assetId, token);
      await grid.pickRow(found.value, 'only');
      handle.current?.reveal(found.value.index, 'middle');
      handle.current?.focus();
    };
    drop(show());
  }, [reveal, source, shown, scope, grid, handle]);
}

/** Clears the search and the filters where they hide the asset that is to be shown: it is sought once more in what there is then. */
async function showHidden(view: LibraryView, assetId: string, token: number): Promise<void> {
  const whole: LibraryView = { ...view, search: '', kinds: [], filters: NO_FILTERS };
  if (sameView(whole, view)) return;
  const found = await ask('library.position', { view: whole, assetId });
  if (!found.ok || found.value === null || token !== lastReveal) return;
  lastReveal = 0;
  showEverything();
}
