/** A place in which keys mean something; `app` is everywhere in it. */
export const SHORTCUT_GROUPS = ['app', 'library', 'viewer', 'generate', 'transfers'] as const;
export type ShortcutGroup = (typeof SHORTCUT_GROUPS)[number];

type Keys = readonly string[];
/** Where a Mac's people expect other keys, or its keyboard has no such. */
interface KeysByPlatform {
  readonly mac: Keys;
  readonly other: Keys;
}

/**
 * All shortcuts: the one table from which the keys are heard, the menus are written and the sheet of shortcuts is made. `Mod` is
 * Cmd on a Mac and Ctrl elsewhere; `Arrows` are all four. The first key is the one that menus show.
 */
export const SHORTCUTS = {
  'app.open-palette': ['Mod+K'],
  'app.find': ['Mod+F', '/'],
  'app.upload-files': ['Mod+O'],
  'app.upload-folder': ['Mod+Shift+O'],
  'app.paste': ['Mod+V'],
  'app.open-library': ['Mod+1'],
  'app.open-generate': ['Mod+2'],
  'app.open-transfers': ['Mod+3'],
  'app.open-usage': ['Mod+4'],
  'app.open-settings': ['Mod+,'],
  'app.open-shortcuts': ['Mod+/', '?'],
  'app.open-help': ['F1'],

  'library.move': ['Arrows'],
  'library.screen': ['PageUp', 'PageDown'],
  'library.ends': ['Home', 'End'],
  'library.extend': ['Shift+Arrows'],
  'library.roam': ['Mod+Arrows'],
  'library.toggle': { mac: ['Shift+Space'], other: ['Mod+Space', 'Shift+Space'] },
  'library.select-all': ['Mod+A'],
  'library.clear': ['Escape'],
  'library.view': ['Space', 'Enter'],
  'library.up': ['Backspace', 'Alt+ArrowUp'],
  'library.copy': ['Mod+C'],
  'library.browse': ['Mod+Enter'],
  'library.rename': ['F2'],
  'library.edit': ['Mod+I'],
  'library.delete': { mac: ['Mod+Backspace', 'Delete'], other: ['Delete', 'Mod+Backspace'] },
  'library.undo': ['Mod+Z'],
  'library.menu': { mac: ['Shift+F10'], other: ['Shift+F10', 'ContextMenu'] },
  'library.larger': ['Mod+Plus'],
  'library.smaller': ['Mod+Minus'],

  'viewer.next': ['ArrowRight'],
  'viewer.previous': ['ArrowLeft'],
  'viewer.space': ['Space'],
  'viewer.copy-picture': ['Mod+C'],
  'viewer.copy-link': ['Mod+Shift+C'],
  'viewer.delete': { mac: ['Mod+Backspace', 'Delete'], other: ['Delete', 'Mod+Backspace'] },
  'viewer.info': ['I'],
  'viewer.zoom-in': ['Plus'],
  'viewer.zoom-out': ['Minus'],
  'viewer.fit': ['0'],
  'viewer.actual': ['1'],
  'viewer.full-screen': ['F', 'F11'],
  'viewer.close': ['Escape'],

  'generate.generate': ['Mod+Enter'],

  'transfers.first': ['Alt+Home'],
  'transfers.up': ['Alt+ArrowUp'],
  'transfers.down': ['Alt+ArrowDown'],
  'transfers.last': ['Alt+End'],
} as const satisfies Readonly<Record<`${ShortcutGroup}.${string}`, Keys | KeysByPlatform>>;

export type ShortcutId = keyof typeof SHORTCUTS;
/** What a group calls its shortcuts. */
export type ShortcutName<Group extends ShortcutGroup> = {
  [Id in ShortcutId]: Id extends `${Group}.${infer Name}` ? Name : never;
}[ShortcutId];

export const SHORTCUT_IDS = Object.keys(SHORTCUTS) as ShortcutId[];

/** The keys of a shortcut on a Mac or elsewhere, the usual one first. */
export function keysOf(id: ShortcutId, mac: boolean): Keys {
  const keys: Keys | KeysByPlatform = SHORTCUTS[id];
  return 'mac' in keys ? keys[mac ? 'mac' : 'other'] : keys;
}

/** A key as a page hears it. */
export interface KeyPress {
  readonly key: string;
  readonly shift: boolean;
  /** Ctrl, or Cmd on a Mac. */
  readonly command: boolean;
  readonly alt: boolean;
}

const NAMES: Readonly<Record<string, string>> = { ' ': 'Space', '+': 'Plus', '=': 'Plus', '-': 'Minus' };

/** The combination as `SHORTCUTS` writes it. Shift does not count where it only makes the sign, as in `?`. */
export function combinationOf({ key, shift, command, alt }: KeyPress): string {
  const isLetter = key.toLowerCase() !== key.toUpperCase();
  const name = NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  const parts = [command && 'Mod', alt && 'Alt', shift && (isLetter || key === ' ') && 'Shift', name];
  return parts.filter((part) => part !== false).join('+');
}

const ARROWS = ['ArrowLeft', 'ArrowUp', 'ArrowDown', 'ArrowRight'] as const;

/** `Arrows` written out. */
export function eachKey(keys: Keys): Keys {
  return keys.flatMap((one) => (one.endsWith('Arrows') ? ARROWS.map((arrow) => one.replace('Arrows', arrow)) : [one]));
}

const MEANINGS = new Map(
  SHORTCUT_IDS.flatMap((id) =>
    eachKey([...keysOf(id, true), ...keysOf(id, false)]).map((keys) => [`${id.split('.')[0]} ${keys}`, id] as const),
  ),
);

/** What a key means in a group; null where it means nothing there. */
export function shortcutIn<Group extends ShortcutGroup>(group: Group, press: KeyPress): ShortcutName<Group> | null {
  const id = MEANINGS.get(`${group} ${combinationOf(press)}`);
  return id === undefined ? null : (id.slice(group.length + 1) as ShortcutName<Group>);
}

/** As Electron's menus take it. */
export function acceleratorOf(id: ShortcutId): string {
  return (keysOf(id, false)[0] ?? '').replace('Mod', 'CmdOrCtrl');
}

const ON_MAC: Readonly<Record<string, string>> = {
  Mod: '⌘',
  Shift: '⇧',
  Alt: '⌥',
  Enter: '↩',
  Backspace: '⌫',
  Delete: '⌦',
  Escape: 'esc',
  Home: '↖',
  End: '↘',
  PageUp: '⇞',
  PageDown: '⇟',
};
const ELSEWHERE: Readonly<Record<string, string>> = {
  Mod: 'Ctrl',
  Delete: 'Del',
  Escape: 'Esc',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  ContextMenu: 'Menu',
};
const ANYWHERE: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowRight: '→',
  Arrows: '←↑↓→',
  Plus: '+',
  Minus: '−',
};
/** The order in which a Mac writes them; elsewhere Ctrl comes first, as in the table. */
const MAC_ORDER = ['Alt', 'Shift', 'Mod'];

/** The keys of a combination by the names that stand on them; `Space` is left to be translated. */
export function keyNames(combination: string, mac: boolean): readonly string[] {
  const parts = combination.split('+');
  const key = parts.pop() ?? '';
  const modifiers = mac ? MAC_ORDER.filter((one) => parts.includes(one)) : parts;
  return [...modifiers, key].map((part) => (mac ? ON_MAC : ELSEWHERE)[part] ?? ANYWHERE[part] ?? part);
}
