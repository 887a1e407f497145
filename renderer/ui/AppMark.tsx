import { IconBucket } from '@tabler/icons-react';
import classes from './AppMark.module.css';

/** The app's mark: a bucket on ember. */
export function AppMark({ size }: { readonly size: number }) {
  return (
    <span className={classes['mark']} style={{ width: size, height: size, borderRadius: size * 0.28 }} aria-hidden>
      <IconBucket size={size * 0.64} stroke={1.9} />
    </span>
  );
}
