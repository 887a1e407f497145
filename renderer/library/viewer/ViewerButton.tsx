import { Tooltip, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { LAYERS } from '../../ui/layers';
import classes from './Viewer.module.css';

interface ViewerButtonProps {
  readonly label: string;
  /** null while there is nothing to do. */
  readonly onClick: (() => void) | null;
  /** Of one that switches something on and off. */
  readonly pressed?: boolean;
  /** Shows its name beside the icon. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** A button on the viewer's dark ground, which is dark in the light theme too. */
export function ViewerButton({ label, onClick, pressed, wide = false, children }: ViewerButtonProps) {
  const button = (
    <UnstyledButton
      className={classes['button'] ?? ''}
      aria-label={label}
      aria-pressed={pressed}
      // Not `disabled`: that takes the focus off the button, and the keys of the viewer would no longer be heard.
      aria-disabled={onClick === null}
      data-disabled={onClick === null || undefined}
      onClick={() => onClick?.()}
      data-wide={wide || undefined}
    >
      {children}
      {wide && <span className={classes['buttonText']}>{label}</span>}
    </UnstyledButton>
  );
  return wide ? (
    button
  ) : (
    <Tooltip label={label} zIndex={LAYERS.inViewer}>
      {button}
    </Tooltip>
  );
}
