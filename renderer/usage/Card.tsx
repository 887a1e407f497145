import { type ReactNode, useId } from 'react';
import classes from './Usage.module.css';

interface CardProps {
  readonly title: string;
  readonly note?: ReactNode;
  /** Across all columns. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** One subject of the Usage screen. */
export function Card({ title, note, wide = false, children }: CardProps) {
  const id = useId();
  return (
    <section className={classes['card']} data-wide={wide} aria-labelledby={id}>
      <div className={classes['cardHead']}>
        <h2 className={classes['cardTitle']} id={id}>
          {title}
        </h2>
        {note !== undefined && <span className={classes['cardNote']}>{note}</span>}
      </div>
      {children}
    </section>
  );
}
