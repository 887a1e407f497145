import { type ReactNode, useId } from 'react';
import classes from './Usage.module.css';

interface CardProps {
  readonly title: string;
  readonly note?: string;
  /** Across all columns. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** One subject of the Usage screen. */
export function Card({ title, note, wide = false, children }: CardProps) {
  const id = useId();
  return (
    <section className={classes['card']} data-wide={wide} aria-labelledby={id}>
      <h2 className={classes['cardTitle']} id={id}>
        {title}
        {note !== undefined && <span className={classes['cardNote']}>{note}</span>}
      </h2>
      {children}
    </section>
  );
}
