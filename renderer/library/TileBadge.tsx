import { IconMusic, IconPlayerPlayFilled } from '@tabler/icons-react';
import type { AssetRow } from '../../shared/library';
import { extensionOf } from '../../shared/media';
import { formatClock } from '../ui/format';
import classes from './Tile.module.css';

/** Pictures that are more than one picture, or that look like one and are none. */
const TOLD: ReadonlySet<string> = new Set(['gif', 'apng', 'svg', 'pdf']);

/** What a glance at the picture does not tell: that it plays and for how long, or what it is. Said in the tile's name as well. */
export function TileBadge({ row }: { readonly row: AssetRow }) {
  const { media, name, durationMs } = row;
  const plays = media === 'video' || media === 'audio';
  const extension = extensionOf(name);
  if (!plays && !TOLD.has(extension)) return null;
  return (
    <span className={classes['badge']} data-badge={plays ? media : extension} aria-hidden>
      {media === 'video' && <IconPlayerPlayFilled size={11} />}
      {media === 'audio' && <IconMusic size={13} />}
      {plays ? durationMs !== null && <span>{formatClock(durationMs)}</span> : extension.toUpperCase()}
    </span>
  );
}
