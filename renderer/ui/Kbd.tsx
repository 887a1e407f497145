import { Kbd as MantineKbd } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { keyNames, keysOf, type ShortcutId } from '../../shared/shortcuts';
import { appFacts } from '../mirror';
import classes from './Kbd.module.css';

/** The usual keys of a shortcut, beside what they do. */
export function Kbd({ shortcut }: { readonly shortcut: ShortcutId }) {
  const [first = ''] = keysOf(shortcut, appFacts().platform === 'darwin');
  return (
    <span aria-hidden>
      <Keys combination={first} />
    </span>
  );
}

/** A combination of the table of shortcuts as this system writes it: `Mod+K` → `⌘K` or `Ctrl K`. */
export function Keys({ combination }: { readonly combination: string }) {
  const { t } = useTranslation();
  const mac = appFacts().platform === 'darwin';
  const names = keyNames(combination, mac).map((name) => (name === 'Space' ? t('spaceBar') : name));
  return (
    <MantineKbd size="xs" className={classes['key'] ?? ''}>
      {names.join(mac ? '' : ' ')}
    </MantineKbd>
  );
}
