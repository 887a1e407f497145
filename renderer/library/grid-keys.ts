import { assertNever } from '../../shared/assert';
import { type KeyPress, shortcutIn, type ShortcutName } from '../../shared/shortcuts';

/** Where the cursor of the grid goes, and what a key asks of the row under it. */
export type GridIntent =
  /** `extend`: everything from the anchor to there; `roam`: only the cursor moves. */
  | { readonly kind: 'move'; readonly to: number; readonly selection: 'only' | 'extend' | 'roam' }
  | { readonly kind: 'view' }
  | { readonly kind: 'toggle' }
  | { readonly kind: 'select-all' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'delete' }
  | { readonly kind: 'copy' }
  | { readonly kind: 'rename' }
  /** Takes the last move or rename back. */
  | { readonly kind: 'undo' }
  /** What it is served with. */
  | { readonly kind: 'edit' }
  /** Opens links in the browser. */
  | { readonly kind: 'browse' }
  | { readonly kind: 'menu' }
  | { readonly kind: 'up' }
  /** Letters and signs go to the next name that begins with them. */
  | { readonly kind: 'type'; readonly letter: string }
  | { readonly kind: 'resize'; readonly larger: boolean };

export interface GridPosition {
  /** The row under the cursor; -1 before there is one. */
  readonly active: number;
  readonly rowCount: number;
  readonly columns: number;
  /** Lines that fit on the screen. */
  readonly linesPerScreen: number;
}

export interface GridPress extends KeyPress {
  /** A part of a name was typed just before: any sign, a space too, is one more of it. */
  readonly typing: boolean;
}

/** What a name may hold, as one key types it: not the names of keys, which are longer. */
const SIGN = /^[^\p{C}/]$/u;
/** What a name is begun with; the other signs have meanings of their own. */
const FIRST_SIGN = /^[\p{L}\p{N}_.(-]$/u;

/** What a key means in the grid; null where it is not the grid's. */
export function gridIntent(press: GridPress, at: GridPosition): GridIntent | null {
  const isSign = !press.command && !press.alt;
  if (isSign && press.typing && SIGN.test(press.key)) return { kind: 'type', letter: press.key };
  const to = press.alt ? null : target(press.key, at);
  if (to !== null) {
    if (at.rowCount === 0) return null;
    return { kind: 'move', to, selection: press.shift ? 'extend' : press.command ? 'roam' : 'only' };
  }
  const name = shortcutIn('library', press);
  if (name !== null) return intentOf(name);
  return isSign && FIRST_SIGN.test(press.key) ? { kind: 'type', letter: press.key } : null;
}

function intentOf(name: ShortcutName<'library'>): GridIntent | null {
  switch (name) {
    case 'move':
    case 'screen':
    case 'ends':
    case 'extend':
    case 'roam':
      // They know where they lead to: see `target`.
      return null;
    case 'larger':
    case 'smaller':
      return { kind: 'resize', larger: name === 'larger' };
    case 'toggle':
    case 'select-all':
    case 'clear':
    case 'view':
    case 'up':
    case 'copy':
    case 'browse':
    case 'rename':
    case 'edit':
    case 'delete':
    case 'undo':
    case 'menu':
      return { kind: name };
    default:
      return assertNever(name);
  }
}

/** The row that an arrow leads to. The first arrow of all leads to the first row. */
function target(key: string, at: GridPosition): number | null {
  const { active, columns, rowCount } = at;
  const last = rowCount - 1;
  const screen = Math.max(1, at.linesPerScreen) * columns;
  const from = (to: number) => (active < 0 ? 0 : Math.min(Math.max(to, 0), last));
  const sameColumn = (step: number) => {
    const to = active + step;
    if (to < 0) return Math.abs(step) > columns ? active % columns : active;
    if (to <= last) return to;
    // From the last line but one into a last line that is shorter, and then no further.
    const onLastLine = Math.floor(active / columns) === Math.floor(last / columns);
    return onLastLine ? active : last;
  };
  switch (key) {
    case 'ArrowRight':
      return from(active + 1);
    case 'ArrowLeft':
      return from(active - 1);
    case 'ArrowDown':
      return from(sameColumn(columns));
    case 'ArrowUp':
      return from(sameColumn(-columns));
    case 'PageDown':
      return from(sameColumn(screen));
    case 'PageUp':
      return from(sameColumn(-screen));
    case 'Home':
      return 0;
    case 'End':
      return Math.max(0, last);
    default:
      return null;
  }
}
