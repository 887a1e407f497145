import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { eachKey, keysOf, SHORTCUT_IDS, type KeyPress, type ShortcutName } from '../../shared/shortcuts';
import { gridIntent, type GridIntent, type GridPosition, type GridPress } from './grid-keys';

const at = (active: number, more: Partial<GridPosition> = {}): GridPosition => ({
  active,
  rowCount: 18,
  columns: 4,
  linesPerScreen: 3,
  ...more,
});

function press(key: string, more: Partial<GridPress> = {}): GridPress {
  return { key, shift: false, command: false, alt: false, typing: false, ...more };
}

function movedTo(key: string, position: GridPosition): number | null {
  const intent = gridIntent(press(key), position);
  return intent?.kind === 'move' ? intent.to : null;
}

describe('keys in the grid', () => {
  it('walks tile by tile and line by line', () => {
    expect(movedTo('ArrowRight', at(3))).toBe(4);
    expect(movedTo('ArrowLeft', at(4))).toBe(3);
    expect(movedTo('ArrowDown', at(2))).toBe(6);
    expect(movedTo('ArrowUp', at(6))).toBe(2);
  });

  it('stays inside, in its column, and finds the shorter last line', () => {
    expect(movedTo('ArrowUp', at(2))).toBe(2);
    expect(movedTo('ArrowLeft', at(0))).toBe(0);
    expect(movedTo('ArrowDown', at(15))).toBe(17);
    expect(movedTo('ArrowDown', at(16))).toBe(16);
    expect(movedTo('ArrowRight', at(17))).toBe(17);
  });

  it('goes a screen, and to both ends', () => {
    expect(movedTo('PageDown', at(1))).toBe(13);
    expect(movedTo('PageUp', at(13))).toBe(1);
    expect(movedTo('PageUp', at(6))).toBe(2);
    expect(movedTo('End', at(1))).toBe(17);
    expect(movedTo('Home', at(17))).toBe(0);
  });

  it('takes letters for names, and a space among them for one more', () => {
    expect(gridIntent(press('b'), at(0))).toEqual({ kind: 'type', letter: 'b' });
    expect(gridIntent(press('山'), at(0))).toEqual({ kind: 'type', letter: '山' });
    expect(gridIntent(press(' '), at(0))).toEqual({ kind: 'view' });
    expect(gridIntent(press(' ', { typing: true }), at(0))).toEqual({ kind: 'type', letter: ' ' });
    expect(gridIntent(press('b', { command: true }), at(0))).toBeNull();
    expect(gridIntent(press('+', { command: true }), at(0))).toEqual({ kind: 'resize', larger: true });
  });

  it('takes the other signs of a name as well, begun with some and among letters all but the slash', () => {
    for (const letter of ['_', '-', '.', '('])
      expect(gridIntent(press(letter), at(0))).toEqual({ kind: 'type', letter });
    for (const letter of ['_', '-', '.', '(', ')', '#', '+', '?', '山'])
      expect(gridIntent(press(letter, { typing: true, shift: letter === '_' }), at(0))).toEqual({
        kind: 'type',
        letter,
      });
    expect(gridIntent(press('/', { typing: true }), at(0))).toBeNull();
    expect(gridIntent(press('-', { typing: true, command: true }), at(0))).toEqual({ kind: 'resize', larger: false });
    expect(gridIntent(press('Enter', { typing: true }), at(0))).toEqual({ kind: 'view' });
  });

  it('begins with the first tile', () => {
    expect(movedTo('ArrowDown', at(-1))).toBe(0);
    expect(movedTo('ArrowLeft', at(-1))).toBe(0);
    expect(gridIntent(press('ArrowDown'), at(-1, { rowCount: 0 }))).toBeNull();
  });

  it('never leaves the view, whatever is pressed', () => {
    const key = fc.constantFrom('ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End');
    fc.assert(
      fc.property(key, fc.nat(999_999), fc.integer({ min: 1, max: 12 }), (name, active, columns) => {
        const to = movedTo(name, at(active, { rowCount: 1_000_000, columns }));
        expect(to).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThan(1_000_000);
      }),
    );
  });

  it('says what becomes of the selection', () => {
    expect(gridIntent(press('ArrowRight', { shift: true }), at(3))).toMatchObject({ selection: 'extend' });
    expect(gridIntent(press('ArrowRight', { command: true }), at(3))).toMatchObject({ selection: 'roam' });
    expect(gridIntent(press('a', { command: true }), at(3))).toEqual({ kind: 'select-all' });
    expect(gridIntent(press('#'), at(3))).toBeNull();
  });

  it('knows the actions', () => {
    expect(gridIntent(press('Enter'), at(3))).toEqual({ kind: 'view' });
    expect(gridIntent(press(' '), at(3))).toEqual({ kind: 'view' });
    expect(gridIntent(press('Delete'), at(3))).toEqual({ kind: 'delete' });
    expect(gridIntent(press('Backspace'), at(3))).toEqual({ kind: 'up' });
    expect(gridIntent(press('Backspace', { command: true }), at(3))).toEqual({ kind: 'delete' });
    expect(gridIntent(press('c', { command: true }), at(3))).toEqual({ kind: 'copy' });
    expect(gridIntent(press('F10', { shift: true }), at(3))).toEqual({ kind: 'menu' });
  });
});

const MEANT: Readonly<Record<ShortcutName<'library'>, Partial<GridIntent>>> = {
  move: { kind: 'move', selection: 'only' },
  screen: { kind: 'move', selection: 'only' },
  ends: { kind: 'move', selection: 'only' },
  extend: { kind: 'move', selection: 'extend' },
  roam: { kind: 'move', selection: 'roam' },
  toggle: { kind: 'toggle' },
  'select-all': { kind: 'select-all' },
  clear: { kind: 'clear' },
  view: { kind: 'view' },
  up: { kind: 'up' },
  copy: { kind: 'copy' },
  browse: { kind: 'browse' },
  rename: { kind: 'rename' },
  edit: { kind: 'edit' },
  delete: { kind: 'delete' },
  undo: { kind: 'undo' },
  menu: { kind: 'menu' },
  larger: { kind: 'resize', larger: true },
  smaller: { kind: 'resize', larger: false },
};

/** The key event of a combination of the table. */
function pressed(combination: string): KeyPress {
  const parts = combination.split('+');
  const name = parts.pop() ?? '';
  const signs: Readonly<Record<string, string>> = { Space: ' ', Plus: '+', Minus: '-' };
  const key = signs[name] ?? (name.length === 1 ? name.toLowerCase() : name);
  return { key, command: parts.includes('Mod'), alt: parts.includes('Alt'), shift: parts.includes('Shift') };
}

describe('the sheet of shortcuts', () => {
  const ids = SHORTCUT_IDS.filter((id) => id.startsWith('library.'));
  it.each(ids.flatMap((id) => [true, false].flatMap((mac) => eachKey(keysOf(id, mac)).map((keys) => [keys, id]))))(
    'says what %s does in the grid: %s',
    (keys, id) => {
      const meant = MEANT[id.slice('library.'.length) as ShortcutName<'library'>];
      expect(gridIntent({ ...pressed(keys), typing: false }, at(5))).toMatchObject(meant);
    },
  );
});
