import { Progress } from '@mantine/core';
import { IconAlertTriangle, IconFolderFilled, IconSparkles } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { LibraryRow } from '../../shared/library';
import type { TransferItem } from '../../shared/transfer';
import { formatDay } from '../ui/format';
import { MiddleTruncate } from '../ui/MiddleTruncate';
import { dimensionsOf, objectWords, rowLabel, shareOf, sizeOf, stateWords } from './row-words';
import { Thumb } from './Thumb';
import classes from './List.module.css';

interface ListCellsProps {
  readonly row: LibraryRow;
  readonly id: string;
  readonly selected: boolean;
  readonly transfer: TransferItem | null;
}

/** The cells of one line of the list. */
export const ListCells = memo(function ListCells({ row, id, selected, transfer }: ListCellsProps) {
  const { t } = useTranslation();
  return (
    <>
      <div
        role="gridcell"
        id={id}
        aria-label={rowLabel(row, transfer)}
        aria-selected={selected}
        aria-colindex={1}
        className={classes['name']}
      >
        <span className={classes['icon']}>
          {row.kind === 'folder' ? <IconFolderFilled size={22} aria-hidden /> : <Thumb row={row} size="small" />}
        </span>
        <span className={classes['text']}>
          <MiddleTruncate text={row.name} tail={12} />
        </span>
        {row.kind === 'asset' && row.generated !== null && (
          <IconSparkles size={14} className={classes['sparkles'] ?? ''} aria-hidden />
        )}
      </div>
      <Cell column={2}>{t(`kind.${row.kind === 'folder' ? 'folder' : row.media}`)}</Cell>
      <Cell column={3}>
        {row.kind === 'folder' ? (
          objectWords(row.count)
        ) : transfer === null || stateWords(transfer) === null ? (
          sizeOf(row)
        ) : (
          <ListState transfer={transfer} />
        )}
      </Cell>
      <Cell column={4}>{row.kind === 'folder' ? '' : formatDay(row.modified)}</Cell>
      <Cell column={5}>{row.kind === 'folder' ? '' : (dimensionsOf(row) ?? '')}</Cell>
    </>
  );
});

function Cell({ column, children }: { readonly column: number; readonly children: React.ReactNode }) {
  return (
    <div role="gridcell" aria-colindex={column} className={classes['cell']} data-column={column}>
      {children}
    </div>
  );
}

function ListState({ transfer }: { readonly transfer: TransferItem }) {
  const share = shareOf(transfer);
  const failed = transfer.state.kind === 'failed';
  return (
    <span className={classes['state']} data-failed={failed || undefined}>
      {failed && <IconAlertTriangle size={14} aria-hidden />}
      <span className={classes['stateText']} title={stateWords(transfer) ?? ''}>
        {stateWords(transfer)}
      </span>
      {share !== null && <Progress value={share * 100} w={52} size={4} aria-hidden />}
    </span>
  );
}
