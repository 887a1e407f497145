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

export interface LibraryModel {
  readonly bucket: string;
  readonly view: LibraryView;
  readonly rows: Rows;
  /** Of the view on show; 0 while none is. */
  readonly rowCount: number;
  /** The files among them; the others are folders. */
  readonly fileCount: number;
  readonly grid: GridState;
  readonly handle: RefObject<GridHandle | null>;
  readonly live: LiveTransfer;
  readonly layout: Settings['libraryLayout'];
  readonly tileSize: number;
  setTileSize(size: number, settled: boolean): void;
  /** Folder: goes into it. File: opens the viewer on it. */
  open(index: number, row: LibraryRow): void;
  goUp(): void;
  showMenu(at: MenuPlace): void;
  /** Asks first. */
  remove(selection: Selection): void;
}

const Context = createContext<LibraryModel | null>(null);

export const LibraryProvider = Context.Provider;

/** What the parts of the library screen share. */
export function useLibrary(): LibraryModel {
  const model = useContext(Context);
  if (model === null) throw new Error('This part stands outside the library screen.');
  return model;
}
