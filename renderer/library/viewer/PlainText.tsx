import classes from './Viewer.module.css';

/** A text as it is. */
export function PlainText({ text }: { readonly text: string }) {
  return (
    <pre className={classes['text']} data-selectable>
      {text}
    </pre>
  );
}
