import { type ReactNode, useEffect, useId, useRef } from 'react';
import { forgetSection, type SettingsSection, useNavigation } from '../navigation';
import classes from './Settings.module.css';

interface SectionProps {
  readonly name: SettingsSection;
  readonly title: string;
  readonly help: string;
  readonly children: ReactNode;
}

/** A subject of the settings: what it is about on the left, what can be changed on the right. */
export function Section({ name, title, help, children }: SectionProps) {
  const id = useId();
  const place = useRef<HTMLElement>(null);
  const isAsked = useNavigation().section === name;
  useEffect(() => {
    if (!isAsked) return;
    place.current?.scrollIntoView({ block: 'start' });
    forgetSection();
  }, [isAsked]);
  return (
    <section ref={place} className={classes['section']} aria-labelledby={id}>
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
