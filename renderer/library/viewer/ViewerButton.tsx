import { Tooltip, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Viewer.module.css';

interface ViewerButtonProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly disabled?: boolean;
  /** Shows its name beside the icon. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** A button on the viewer's dark ground, which is dark in the light theme too. */
export function ViewerButton({ label, onClick, disabled = false, wide = false, children }: ViewerButtonProps) {
  const button = (
    <UnstyledButton
      className={classes['button'] ?? ''}
      aria-label={label}
      disabled={disabled}
      onClick={onClick}
      data-wide={wide || undefined}
    >
      {children}
      {wide && <span className={classes['buttonText']}>{label}</span>}
    </UnstyledButton>
  );
  return wide ? (
    button
  ) : (
    <Tooltip label={label} zIndex={400}>
      {button}
    </Tooltip>
  );
}
