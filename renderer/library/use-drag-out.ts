import { type DragEvent, type PointerEvent, useRef } from 'react';
import i18next from 'i18next';
import { drop } from '../../shared/drop';
import { DRAG_LIMITS, type LibrarySelection } from '../../shared/library';
import { ask } from '../bridge';
import { beginDragOut } from '../ui/drag-out';
import { formatBytes, formatCount } from '../ui/format';
import { notify } from '../ui/notify';
import { download } from './actions';
import { type DragName, dragName } from './drag-name';
import { useLibrary } from './library-model';
import { isSelected, nextSelection, NOTHING, toLibrarySelections, type Selection } from './selection';

/** How long the pointer rests on the way out before anything is fetched, ms. */
const REST_MS = 150;

/** What is fetched to be dragged out. `told`: the person tried before it was there. */
interface Fetched {
  readonly name: DragName;
  readonly selection: Selection;
  state: 'fetching' | 'too-much' | 'failed' | { readonly stageId: string };
  told: boolean;
}

interface DragOut {
  readonly onPointerOver: (event: PointerEvent) => void;
  readonly onPointerDownCapture: (event: PointerEvent) => void;
  /** True where the drag was one out of the window, and is dealt with. */
  readonly begins: (event: DragEvent) => boolean;
}

/**
 * Drags files out of the window, to the desktop or into another app: by the download button of a tile, or anywhere on a row with
 * Shift. A drag without either moves within the bucket, whose objects are no files: these are fetched when the pointer comes near.
 */
export function useDragOut(): DragOut {
  const { grid, rows, view } = useLibrary();
  const fetched = useRef<Fetched | null>(null);
  const resting = useRef(0);
  const isOut = useRef(false);

  /** The selection that a row is part of, else the row alone. */
  const selectionAt = (target: EventTarget): Selection | null => {
    const tile = target instanceof Element ? target.closest('[data-index]') : null;
    const row = tile === null ? null : rows.source.rowAt(Number(tile.getAttribute('data-index')));
    if (row === null) return null;
    return isSelected(grid.selection, row) ? grid.selection : nextSelection(NOTHING, { kind: 'only', row });
  };

  /**
   * `pressed`: the drag has begun, and takes what was up to date when the button went down: while a bucket is read, nothing stays so
   * for long.
   */
  const fetchFor = (target: EventTarget, pressed = false): Fetched | null => {
    const selection = selectionAt(target);
    if (selection === null) return null;
    const name = dragName(selection, view, rows.source);
    const known = fetched.current;
    const sameFiles = known?.name.selected === name.selected;
    const upToDate = pressed || known?.name.content === name.content;
    if (sameFiles && upToDate && known.state !== 'failed') return known;
    // Who was told to try again when it is there hears of it, also where it changed while it was fetched.
    const told = sameFiles && known.state === 'fetching' && known.told;
    if (told) known.told = false;
    const fresh: Fetched = { name, selection, state: 'fetching', told };
    fetched.current = fresh;
    drop(fetchAll(fresh, toLibrarySelections(selection, view)));
    return fresh;
  };

  return {
    onPointerOver: (event) => {
      window.clearTimeout(resting.current);
      const { target } = event;
      if (isHandle(target)) resting.current = window.setTimeout(() => fetchFor(target), REST_MS);
    },
    onPointerDownCapture: (event) => {
      isOut.current = event.button === 0 && (event.shiftKey || isHandle(event.target));
      if (isOut.current) fetchFor(event.target);
    },
    begins: (event) => {
      if (!isOut.current) return false;
      event.preventDefault();
      const wanted = fetchFor(event.target, true);
      if (wanted === null) return true;
      if (typeof wanted.state === 'object') drop(go(wanted.state.stageId, fetched));
      else tellWhyNot(wanted, () => drop(download(wanted.selection, view)));
      return true;
    },
  };
}

function isHandle(target: EventTarget): boolean {
  return target instanceof Element && target.closest('[data-action="download"]') !== null;
}

async function fetchAll(fresh: Fetched, selections: readonly LibrarySelection[]): Promise<void> {
  const result = await ask('library.stage', { selections });
  if (!result.ok) {
    fresh.state = 'failed';
    if (fresh.told) notify.failure(result.failure);
    return;
  }
  fresh.state = result.value.kind === 'staged' ? { stageId: result.value.stageId } : 'too-much';
  if (fresh.told && result.value.kind === 'staged') notify.good({ title: i18next.t('library:dragOut.ready') });
}

async function go(stageId: string, fetched: { current: Fetched | null }): Promise<void> {
  beginDragOut();
  const result = await ask('library.dragOut', { stageId });
  // It went with the cache: the next try fetches it again.
  if (!result.ok || !result.value) fetched.current = null;
}

function tellWhyNot(wanted: Fetched, fetchInstead: () => void): void {
  const { t } = i18next;
  const action = { label: t('library:dragOut.download'), run: fetchInstead };
  const limits = { files: formatCount(DRAG_LIMITS.files), size: formatBytes(DRAG_LIMITS.bytes) };
  wanted.told = true;
  if (wanted.state === 'too-much')
    notify.info({ title: t('library:dragOut.tooMuch'), text: t('library:dragOut.limits', limits), action });
  else notify.info({ title: t('library:dragOut.fetching'), text: t('library:dragOut.again'), action });
}
