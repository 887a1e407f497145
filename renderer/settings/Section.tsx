import { type ReactNode, useId } from 'react';
import classes from './Settings.module.css';

interface SectionProps {
  readonly title: string;
  readonly help: string;
  readonly children: ReactNode;
}

/** A subject of the settings: what it is about on the left, what can be changed on the right. */
export function Section({ title, help, children }: SectionProps) {
  const id = useId();
  return (
    <section className={classes['section']} aria-labelledby={id}>
      <div>
        <h2 className={classes['heading']} id={id}>
          {title}
        </h2>
        <p className={classes['help']}>{help}</p>
      </div>
      <div className={classes['card']}>{children}</div>
    </section>
  );
}
