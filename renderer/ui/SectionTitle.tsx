import type { ReactNode } from 'react';
import classes from './SectionTitle.module.css';

interface SectionTitleProps {
  readonly title: string;
  /** A quiet fact beside the title. */
  readonly note?: ReactNode;
  /** At the far end: an action. */
  readonly children?: ReactNode;
  readonly order?: 2 | 3;
}

/** The heading of a part of a screen. */
export function SectionTitle({ title, note, children, order = 2 }: SectionTitleProps) {
  const Heading = order === 2 ? 'h2' : 'h3';
  return (
    <div className={classes['row']}>
      <Heading className={classes['title']}>{title}</Heading>
      {note !== undefined && <span className={classes['note']}>{note}</span>}
      <span className={classes['space']} />
      {children}
    </div>
  );
}
