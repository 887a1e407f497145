import { useCallback, useEffect, useRef, useState } from 'react';
import { mediaUrls } from '../../shared/library';
import { mediaKindOfType } from '../../shared/media';
import type { TransferItem, TransferState } from '../../shared/transfer';
import { type Tries, waitToAskAgain } from '../ui/ask-again';
import { lookAtThumb } from '../ui/thumb-interest';
import { KindIcon } from '../ui/KindIcon';
import { mediaSrc } from '../ui/media-src';
import classes from './TransferRow.module.css';

interface TransferPictureProps {
  readonly item: TransferItem;
  /** `place`: not what moves, but the object that lies where it goes. */
  readonly of?: 'item' | 'place';
}

/** The small picture of what moves: its thumbnail, or the icon of its kind as long as that could not be had. */
export function TransferPicture({ item, of = 'item' }: TransferPictureProps) {
  const { assetId, state } = item;
  const kind = mediaKindOfType(item.contentType);
  /** In which state of the transfer there was none: in the next one there may be. */
  const [missingIn, setMissingIn] = useState<TransferState['kind'] | null>(null);
  const tries = useRef<Tries>({ byClock: 0 });
  const again = useCallback(() => setMissingIn(null), []);
  // The version of no upload: what lies there is meant.
  const version = of === 'item' ? item.id : '';
  // Of a copy there is nothing to see before it is in its place.
  const isThere = item.copy === null || state.kind === 'done' || of === 'place';
  const hasPicture = (kind === 'image' || kind === 'video') && isThere;
  const isMissing = hasPicture && missingIn === state.kind;
  return (
    <div className={classes['picture']} aria-hidden>
      {hasPicture && !isMissing ? (
        <Picture assetId={assetId} version={version} missing={() => setMissingIn(state.kind)} />
      ) : (
        <KindIcon kind={kind} size={20} />
      )}
      {isMissing && <AskAgain tries={tries.current} again={again} />}
    </div>
  );
}

interface PictureProps {
  readonly assetId: string;
  readonly version: string;
  readonly missing: () => void;
}

function Picture({ assetId, version, missing }: PictureProps) {
  const came = useRef(false);
  useEffect(() => lookAtThumb(assetId, () => came.current), [assetId]);
  const src = mediaSrc(mediaUrls.thumb({ assetId, version }));
  const settle = (): void => {
    came.current = true;
  };
  return (
    <img
      src={src}
      alt=""
      draggable={false}
      onLoad={settle}
      onError={() => {
        settle();
        missing();
      }}
    />
  );
}

function AskAgain({ tries, again }: { readonly tries: Tries; readonly again: () => void }) {
  useEffect(() => waitToAskAgain(tries, again), [tries, again]);
  return null;
}
