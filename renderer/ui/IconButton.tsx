import { ActionIcon, type ActionIconProps, Tooltip } from '@mantine/core';
import type { MouseEvent, ReactNode } from 'react';

interface IconButtonProps extends ActionIconProps {
  /** Accessible name and tooltip. */
  readonly label: string;
  readonly onClick: (event: MouseEvent<HTMLButtonElement>) => void;
  readonly pressed?: boolean;
  readonly children: ReactNode;
}

/** A button that is only an icon, with its name as tooltip and for screen readers. */
export function IconButton({ label, onClick, pressed, children, ...rest }: IconButtonProps) {
  const state = pressed === undefined ? {} : { 'aria-pressed': pressed };
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} onClick={onClick} size="lg" {...state} {...rest}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
