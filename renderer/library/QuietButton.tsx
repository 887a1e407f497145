import { UnstyledButton } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { ReactNode, Ref } from 'react';
import classes from './ViewMenus.module.css';

interface QuietButtonProps {
  readonly name: string;
  readonly icon: ReactNode;
  /** Something other than the usual is chosen. */
  readonly set: boolean;
  readonly children: string;
  readonly onClick?: () => void;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A menu's button that is only words until the pointer comes near. */
export function QuietButton({ name, icon, set, children, ...rest }: QuietButtonProps) {
  return (
    <UnstyledButton {...rest} className={classes['button'] ?? ''} aria-label={`${name}: ${children}`} data-set={set}>
      {icon}
      <span className={classes['words']}>{children}</span>
      <IconChevronDown size={13} aria-hidden />
    </UnstyledButton>
  );
}
