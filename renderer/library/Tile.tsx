import { IconCheck, IconDots, IconDownload, IconFolderFilled, IconLink, IconSparkles } from '@tabler/icons-react';
import i18next from 'i18next';
import { memo, type ReactNode, useState } from 'react';
import type { AssetRow, FolderRow, LibraryRow } from '../../shared/library';
import type { TransferItem } from '../../shared/transfer';
import { formatCountShort } from '../ui/format';
import { dropFolder } from '../ui/drop-folder';
import { MiddleTruncate } from '../ui/MiddleTruncate';
import { rowLabel, sizeOf } from './row-words';
import { Thumb } from './Thumb';
import { TileBadge } from './TileBadge';
import { TileState } from './TileState';
import classes from './Tile.module.css';

interface TileProps {
  readonly row: LibraryRow;
  readonly index: number;
  readonly id: string;
  readonly column: number;
  readonly selected: boolean;
  readonly active: boolean;
  readonly transfer: TransferItem | null;
  readonly pictureHeight: number;
}

/** One row of the view as a tile. What a click on it means is the grid's affair. */
export const Tile = memo(function Tile(props: TileProps) {
  const { row, index, id, column, selected, active, transfer } = props;
  const [hovered, setHovered] = useState(false);
  return (
    <div
      role="gridcell"
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      id={id}
      className={classes['tile']}
      data-index={index}
      data-selected={selected || undefined}
      data-active={active || undefined}
      data-kind={row.kind}
      draggable
      {...dropFolder(row.kind === 'folder' ? row.prefix : null)}
      aria-label={rowLabel(row, transfer)}
      aria-colindex={column + 1}
      aria-selected={selected}
    >
      {row.kind === 'folder' ? (
        <FolderFace {...props} row={row} />
      ) : (
        <AssetFace {...props} row={row} hovered={hovered} />
      )}
    </div>
  );
});

type FaceProps<Row> = Pick<TileProps, 'selected' | 'transfer' | 'pictureHeight'> & { readonly row: Row };

function AssetFace({
  row,
  selected,
  transfer,
  pictureHeight,
  hovered,
}: FaceProps<AssetRow> & { readonly hovered: boolean }) {
  const moving = transfer !== null && transfer.state.kind !== 'done' && transfer.state.kind !== 'skipped';
  return (
    <>
      <Frame height={pictureHeight}>
        <Thumb row={row} />
        {row.generated !== null && (
          <span className={classes['chip']} aria-hidden>
            <IconSparkles size={13} />
            <span className={classes['chipText']}>{row.generated.model}</span>
          </span>
        )}
        {!moving && <TileBadge row={row} />}
        {moving && <TileState transfer={transfer} />}
        {selected && <Check />}
        {hovered && <HoverActions link={transfer === null} />}
      </Frame>
      <Caption name={row.name} note={sizeOf(row)} />
    </>
  );
}

function FolderFace({ row, selected, pictureHeight }: FaceProps<FolderRow>) {
  return (
    <>
      <Frame height={pictureHeight}>
        <span className={classes['folder']} aria-hidden>
          <IconFolderFilled size={Math.max(44, Math.min(92, pictureHeight * 0.46))} />
        </span>
        {selected && <Check />}
      </Frame>
      <Caption name={row.name} note={formatCountShort(row.count)} />
    </>
  );
}

/** Beside others that are selected too. */
function Check() {
  return (
    <span className={classes['check']} aria-hidden>
      <IconCheck size={13} stroke={3} />
    </span>
  );
}

function Frame({ height, children }: { readonly height: number; readonly children: ReactNode }) {
  return (
    <div className={classes['frame']} style={{ height }}>
      {children}
    </div>
  );
}

function Caption({ name, note }: { readonly name: string; readonly note: string }) {
  return (
    <div className={classes['caption']} aria-hidden>
      <span className={classes['name']}>
        <MiddleTruncate text={name} />
      </span>
      <span className={classes['note']}>{note}</span>
    </div>
  );
}

/**
 * Short cuts for the mouse, there while it is over the tile: the keyboard has Ctrl-C and the menu key, so that a screen reader need
 * not walk over these.
 */
function HoverActions({ link }: { readonly link: boolean }) {
  return (
    <span className={classes['actions']} aria-hidden>
      {link && (
        <span className={classes['action']} data-action="copy">
          <IconLink size={16} />
        </span>
      )}
      {link && (
        <span className={classes['action']} data-action="download" title={i18next.t('library:dragOut.handle')}>
          <IconDownload size={16} />
        </span>
      )}
      <span className={classes['action']} data-action="menu">
        <IconDots size={16} />
      </span>
    </span>
  );
}

/** A tile whose row has not been read yet. */
export function TileSkeleton({ pictureHeight }: { readonly pictureHeight: number }) {
  return (
    <div className={classes['tile']} aria-hidden data-skeleton>
      <div className={classes['frame']} style={{ height: pictureHeight }} />
      <div className={classes['caption']}>
        <span className={classes['bone']} />
      </div>
    </div>
  );
}
