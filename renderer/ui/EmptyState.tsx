import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './EmptyState.module.css';

interface EmptyStateProps {
  /** A Tabler icon, about 34 px. */
  readonly icon: ReactNode;
  readonly title: string;
  readonly help: ReactNode;
  /** Buttons. */
  readonly children?: ReactNode;
  readonly tone?: 'calm' | 'bad';
}

/** What stands where there is nothing to show: why, and what to do. */
export function EmptyState({ icon, title, help, children, tone = 'calm' }: EmptyStateProps) {
  return (
    <div className={classes['empty']} data-tone={tone}>
      <div className={classes['icon']} aria-hidden>
        {icon}
      </div>
      <Title order={2} className={classes['title'] ?? ''}>
        {title}
      </Title>
      <Text component="div" className={classes['help'] ?? ''}>
        {help}
      </Text>
      {children !== undefined && <div className={classes['actions']}>{children}</div>}
    </div>
  );
}
