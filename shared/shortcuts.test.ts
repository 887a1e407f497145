import { describe, expect, it } from 'vitest';
import {
  acceleratorOf,
  combinationOf,
  eachKey,
  keyNames,
  keysOf,
  SHORTCUT_GROUPS,
  SHORTCUT_IDS,
  shortcutIn,
} from './shortcuts';

const bare = { shift: false, command: false, alt: false };

describe('the table of shortcuts', () => {
  it.each(SHORTCUT_GROUPS)('gives no key two meanings: %s, on top of everywhere', (group) => {
    for (const mac of [true, false]) {
      const ids = SHORTCUT_IDS.filter((id) => id.startsWith(`${group}.`) || id.startsWith('app.'));
      const keys = ids.flatMap((id) => eachKey(keysOf(id, mac)));
      expect(keys.filter((one, index) => keys.indexOf(one) !== index)).toEqual([]);
    }
  });

  it('is heard by what the key says, with Shift only where it makes a difference', () => {
    expect(combinationOf({ ...bare, key: 'o', command: true, shift: true })).toBe('Mod+Shift+O');
    expect(combinationOf({ ...bare, key: 'O', command: true })).toBe('Mod+O');
    expect(combinationOf({ ...bare, key: '?', shift: true })).toBe('?');
    expect(combinationOf({ ...bare, key: '=', command: true })).toBe('Mod+Plus');
    expect(combinationOf({ ...bare, key: ' ', shift: true })).toBe('Shift+Space');
  });

  it('means something in its own group alone', () => {
    expect(shortcutIn('library', { ...bare, key: 'F2' })).toBe('rename');
    expect(shortcutIn('viewer', { ...bare, key: 'F2' })).toBeNull();
    expect(shortcutIn('viewer', { ...bare, key: 'f' })).toBe('full-screen');
    expect(shortcutIn('library', { ...bare, key: 'c', command: true, alt: true })).toBeNull();
  });

  it('is written as each platform writes it', () => {
    expect(keyNames('Mod+Shift+O', true)).toEqual(['⇧', '⌘', 'O']);
    expect(keyNames('Mod+Shift+O', false)).toEqual(['Ctrl', 'Shift', 'O']);
    expect(keyNames('Shift+Arrows', false)).toEqual(['Shift', '←↑↓→']);
    expect(keysOf('library.delete', true)[0]).toBe('Mod+Backspace');
    expect(keysOf('library.delete', false)[0]).toBe('Delete');
  });

  it('is written as menus take it', () => {
    expect(acceleratorOf('app.open-settings')).toBe('CmdOrCtrl+,');
    expect(acceleratorOf('app.upload-folder')).toBe('CmdOrCtrl+Shift+O');
  });
});
