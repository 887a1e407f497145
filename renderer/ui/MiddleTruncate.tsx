import { shownName } from './shown-name';
import classes from './MiddleTruncate.module.css';

const TAIL = 9;

/** A name on one line; when it is too long its middle goes, since the ends tell files apart. */
export function MiddleTruncate({ text, tail = TAIL }: { readonly text: string; readonly tail?: number }) {
  const shown = shownName(text);
  // By code points, so that no emoji is cut in half.
  const letters = Array.from(shown);
  if (letters.length <= tail * 2) return <span className={classes['whole']}>{shown}</span>;
  return (
    <span className={classes['name']} title={shown}>
      <span className={classes['head']}>{letters.slice(0, -tail).join('')}</span>
      <span className={classes['tail']}>{letters.slice(-tail).join('')}</span>
    </span>
  );
}
