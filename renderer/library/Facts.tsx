import classes from './Inspector.module.css';

export interface Fact {
  readonly name: string;
  /** null while it is not known yet. */
  readonly value: string | null;
  /** The whole of it, where the value is shortened. */
  readonly whole?: string;
}

/** Names and values, one line each. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={classes['facts']}>
      {facts.map(({ name, value, whole }) => (
        <div key={name} className={classes['fact']}>
          <dt>{name}</dt>
          <dd title={whole} data-selectable>
            {value ?? <span className={classes['bone']} aria-hidden />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
