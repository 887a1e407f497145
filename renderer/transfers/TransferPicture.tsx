import { useState } from 'react';
import { mediaUrls } from '../../shared/library';
import { mediaKindOfType } from '../../shared/media';
import type { TransferItem } from '../../shared/transfer';
import { KindIcon } from '../ui/KindIcon';
import { mediaSrc } from '../ui/media-src';
import classes from './TransferRow.module.css';

/** The small picture of what moves: its thumbnail, or the icon of its kind. */
export function TransferPicture({ item }: { readonly item: TransferItem }) {
  const kind = mediaKindOfType(item.contentType);
  const [broken, setBroken] = useState(false);
  // Of a copy there is nothing to see before it is in its place.
  const isThere = item.copy === null || item.state.kind === 'done';
  const pictured = (kind === 'image' || kind === 'video') && isThere && !broken;
  return (
    <div className={classes['picture']} aria-hidden>
      {pictured ? (
        <img
          src={mediaSrc(mediaUrls.thumb({ assetId: item.assetId, version: item.id }))}
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
