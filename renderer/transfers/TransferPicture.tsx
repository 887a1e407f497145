import { useState } from 'react';
import { mediaUrls } from '../../shared/library';
import { mediaKindOfType } from '../../shared/media';
import type { TransferItem } from '../../shared/transfer';
import { KindIcon } from '../ui/KindIcon';
import { mediaSrc } from '../ui/media-src';
import classes from './TransferRow.module.css';

interface TransferPictureProps {
  readonly item: TransferItem;
  /** `place`: not what moves, but the object that lies where it goes. */
  readonly of?: 'item' | 'place';
}

/** The small picture of what moves: its thumbnail, or the icon of its kind. */
export function TransferPicture({ item, of = 'item' }: TransferPictureProps) {
  const kind = mediaKindOfType(item.contentType);
  const [broken, setBroken] = useState(false);
  // The version of no upload: what lies there is meant.
  const version = of === 'item' ? item.id : '';
  // Of a copy there is nothing to see before it is in its place.
  const isThere = item.copy === null || item.state.kind === 'done' || of === 'place';
  const pictured = (kind === 'image' || kind === 'video') && isThere && !broken;
  return (
    <div className={classes['picture']} aria-hidden>
      {pictured ? (
        <img
          src={mediaSrc(mediaUrls.thumb({ assetId: item.assetId, version }))}
          alt=""
          draggable={false}
          onError={() => setBroken(true)}
        />
      ) : (
        <KindIcon kind={kind} size={20} />
      )}
    </div>
  );
}
