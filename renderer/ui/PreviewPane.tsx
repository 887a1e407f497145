import { Badge, Loader, ScrollArea } from '@mantine/core';
import type { ReactNode } from 'react';
import { FailureNotice } from './FailureNotice';
import type { Preview } from './use-preview';
import classes from './PreviewPane.module.css';

interface PreviewPaneProps<Shown> {
  readonly preview: Preview<Shown>;
  /** What a screen reader is told while nothing is known yet. */
  readonly waiting: string;
  readonly children: (shown: Shown) => ReactNode;
}

/** What something comes to before it is done: being read, failed, or there. */
export function PreviewPane<Shown>({ preview, waiting, children }: PreviewPaneProps<Shown>) {
  const { shown, failure, reading } = preview;
  if (failure !== null)
    return (
      <div className={classes['pane']}>
        <FailureNotice failure={failure} />
      </div>
    );
  if (shown === null)
    return (
      <div className={classes['waiting']}>
        <Loader aria-label={waiting} />
      </div>
    );
  return (
    <div data-reading={reading || undefined} className={classes['pane']}>
      {children(shown)}
    </div>
  );
}

interface PreviewTableProps {
  readonly label: string;
  readonly columns: readonly string[];
  /** A last column that has a name for the ear alone. */
  readonly lastColumn?: string;
  /** As CSS has it. */
  readonly maxHeight: number | string;
  /** What is not shown, in words; null where all is. */
  readonly more: string | null;
  /** Rows: what is, with the class `from`, and what it becomes. */
  readonly children: ReactNode;
}

/** What is, beside what it becomes. */
export function PreviewTable({ label, columns, lastColumn, maxHeight, more, children }: PreviewTableProps) {
  return (
    <ScrollArea.Autosize mah={maxHeight} className={classes['list'] ?? ''} viewportProps={{ tabIndex: 0 }}>
      <table className={classes['table']} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
            {lastColumn !== undefined && <th scope="col" aria-label={lastColumn} />}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
      {more !== null && <div className={classes['more']}>{more}</div>}
    </ScrollArea.Autosize>
  );
}

/** What there is to say of one row. */
export function PreviewNote({ words, color }: { readonly words: string; readonly color?: string }) {
  return (
    <Badge size="sm" variant="light" className={classes['note'] ?? ''} {...(color === undefined ? {} : { color })}>
      {words}
    </Badge>
  );
}

/** What there is to say of all of them. */
export function PreviewSums({ words }: { readonly words: readonly string[] }) {
  return (
    <p className={classes['sums']} role="status">
      {words.join(' · ')}
    </p>
  );
}
