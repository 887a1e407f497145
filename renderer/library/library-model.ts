import { createContext, type RefObject, useContext } from 'react';
import type { LibraryRow, LibraryView } from '../../shared/library';
import type { Settings } from '../../shared/settings';
import type { LiveTransfer } from './live-transfers';
import type { GridState } from './use-grid-state';
import type { Rows } from './use-rows';
import type { Selection } from './selection';

/** What the drawn grid can be told to do. */
export interface GridHandle {
  /** Brings a row onto the screen: by the shortest way, or into the middle. */
  reveal(row: number, where: 'nearest' | 'middle'): void;
  focus(): void;
}

/** A menu for the selection, at a point of the window. */
export interface MenuPlace {
  readonly x: number;
  readonly y: number;
}

/** What stays as it is while one types and rows come: the bars go by it, and are not drawn again with each letter. */
export interface LibraryFrame {
  readonly bucket: string;
  /** The view on show but for what is searched in it. */
  readonly place: Omit<LibraryView, 'search'>;
  readonly handle: RefObject<GridHandle | null>;
  readonly layout: Settings['libraryLayout'];
  readonly tileSize: number;
  setTileSize(size: number, settled: boolean): void;
}

/** What the tiles go by: it stays as it is until the rows of another view are there. */
export interface LibraryRows {
  readonly rows: Rows;
  /** Of the view on show; 0 while none is. */
  readonly rowCount: number;
  /** The files among them; the others are folders. */
  readonly fileCount: number;
  readonly grid: GridState;
  readonly live: LiveTransfer;
}

export interface LibraryModel extends LibraryFrame, LibraryRows {
  readonly view: LibraryView;
  /** Folder: goes into it. File: opens the viewer on it, wherever it stands by now; `index` is where it was seen last. */
  open(index: number, row: LibraryRow): void;
  goUp(): void;
  showMenu(at: MenuPlace): void;
  /** Asks first. */
  remove(selection: Selection): void;
}

export const ModelContext = createContext<LibraryModel | null>(null);
export const FrameContext = createContext<LibraryFrame | null>(null);
export const RowsContext = createContext<LibraryRows | null>(null);

function inside<T>(model: T | null): T {
  if (model === null) throw new Error('This part stands outside the library screen.');
  return model;
}

/** What the parts of the library screen share: draws again with every change of it. */
export function useLibrary(): LibraryModel {
  return inside(useContext(ModelContext));
}

/** The part of it that typing leaves alone. */
export function useLibraryFrame(): LibraryFrame {
  return inside(useContext(FrameContext));
}

/** The part of it that tiles are drawn from. */
export function useLibraryRows(): LibraryRows {
  return inside(useContext(RowsContext));
}
