import { Kbd as MantineKbd } from '@mantine/core';
import { appFacts } from '../mirror';
import classes from './Kbd.module.css';

const MAC: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↵', Backspace: '⌫' };
const OTHER: Readonly<Record<string, string>> = { Mod: 'Ctrl' };

/** A key combination as this system writes it: `Mod+K` → `⌘K` or `Ctrl K`. */
export function Kbd({ keys }: { readonly keys: string }) {
  const mac = appFacts().platform === 'darwin';
  const names = keys.split('+').map((key) => (mac ? MAC : OTHER)[key] ?? key);
  return (
    <MantineKbd size="xs" className={classes['key'] ?? ''} aria-hidden>
      {names.join(mac ? '' : ' ')}
    </MantineKbd>
  );
}
