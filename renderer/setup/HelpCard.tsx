import { Button } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { drop } from '../../shared/drop';
import type { PageName } from '../../shared/r2';
import { ask } from '../bridge';
import classes from './HelpCard.module.css';

interface HelpCardProps {
  readonly title: string;
  readonly steps: readonly ReactNode[];
  readonly open: { readonly label: string; readonly page: PageName };
  readonly note?: ReactNode;
}

/** How to come by the answer: what to click in the dashboard, and the way there. */
export function HelpCard({ title, steps, open, note }: HelpCardProps) {
  return (
    <section className={classes['card']}>
      <h2 className={classes['title']}>{title}</h2>
      <ol className={classes['steps']}>
        {steps.map((step, index) => (
          <li key={index} className={classes['step']}>
            <span className={classes['number']} aria-hidden>
              {index + 1}
            </span>
            <span>{step}</span>
          </li>
        ))}
      </ol>
      <PageButton label={open.label} page={open.page} />
      {note !== undefined && <p className={classes['note']}>{note}</p>}
    </section>
  );
}

/** Opens one of the known pages in the system's browser. */
export function PageButton({ label, page }: { readonly label: string; readonly page: PageName }) {
  return (
    <Button
      variant="default"
      size="sm"
      rightSection={<IconExternalLink size={15} aria-hidden />}
      onClick={() => drop(ask('app.openPage', { page }))}
    >
      {label}
    </Button>
  );
}
