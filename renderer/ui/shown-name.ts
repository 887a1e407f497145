/** Marks that turn the order of letters around (`exe.png`), part lines or are not seen at all; joiners of emoji and scripts stay. */
const UNSEEN = /[\u0080-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g;
const CONTROL = /[\u0000-\u001f\u007f]/g;
const ONLY_SPACES = /^\s+$/;

/**
 * A name as a person may be shown it: what would not be seen, or would make it read as another one, has a sign in its place
 * (`␍`, `�`; `␣␣` for a name of nothing but spaces; `/` for none at all). For the eye alone, never for a key.
 */
export function shownName(name: string): string {
  const shown = name
    .replace(CONTROL, (char) => String.fromCodePoint(char === '\u007f' ? 0x2421 : 0x2400 + char.charCodeAt(0)))
    .replace(UNSEEN, '\uFFFD');
  if (shown === '') return '/';
  return ONLY_SPACES.test(shown) ? '␣'.repeat(shown.length) : shown;
}
