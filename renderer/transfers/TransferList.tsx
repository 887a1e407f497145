import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { shortcutIn } from '../../shared/shortcuts';
import type { TransferItem } from '../../shared/transfer';
import { pressOf } from '../ui/press';
import { askAgain } from './conflict-requests';
import { order } from './order';
import { isMovable } from './RowActions';
import type { TransferPages } from './transfer-pages';
import { useTransferWords } from './transfer-words';
import { TransferRow } from './TransferRow';
import classes from './TransfersScreen.module.css';

const ROW_HEIGHT = 72;

/** The rows that are on screen, of however many. Alt with an arrow, Home or End moves the row that has the focus in the queue. */
export function TransferList({ rows }: { readonly rows: TransferPages }) {
  const { t } = useTranslation('transfers');
  const wordsOf = useTransferWords();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => rows.show(first, last), [rows, first, last]);
  return (
    <div ref={scroller} className={classes['scroller']}>
      <div
        role="list"
        aria-label={t('list')}
        style={{ height: virtual.getTotalSize(), position: 'relative' }}
        onKeyDown={(event) => moveFocused(event, rows)}
      >
        {items.map(({ index, start }) => {
          const item = rows.row(index);
          return (
            <div
              key={item?.id ?? index}
              ref={virtual.measureElement}
              data-index={index}
              role="listitem"
              aria-setsize={rows.total}
              aria-posinset={index + 1}
              aria-label={item === undefined ? undefined : labelOf(item.name, wordsOf(item))}
              className={classes['item']}
              style={{ transform: `translateY(${start}px)`, minHeight: ROW_HEIGHT }}
            >
              {item !== undefined && <TransferRow item={item} onDecide={() => askAgain(item.id)} />}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function moveFocused(event: KeyboardEvent<HTMLElement>, rows: TransferPages): void {
  const to = shortcutIn('transfers', pressOf(event));
  const item = to === null ? undefined : rowOf(event.target, rows);
  if (to === null || item === undefined || !isMovable(item)) return;
  event.preventDefault();
  order('transfers.reorder', { which: [item.id], to });
}

function rowOf(target: EventTarget, rows: TransferPages): TransferItem | undefined {
  const row = target instanceof Element ? target.closest('[data-index]') : null;
  return row === null ? undefined : rows.row(Number(row.getAttribute('data-index')));
}

function labelOf(name: string, words: { readonly state: string; readonly story: string }): string {
  return `${name}, ${words.state}, ${words.story}`;
}
