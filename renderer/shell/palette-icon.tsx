import type { Icon } from '@tabler/icons-react';

/** The picture before a row of the palette. */
export function paletteIcon(Picture: Icon) {
  return <Picture size={19} stroke={1.6} aria-hidden />;
}
