import classes from './Inspector.module.css';

export interface Fact {
  readonly name: string;
  /** null while it is not known yet. */
  readonly value: string | null;
  /** The whole of it, where the value is shortened. */
  readonly whole?: string;
}

/** What is known of some settings, each with the whole of it at hand. */
export function knownFacts(settings: readonly (readonly [name: string, value: string | number | null])[]): Fact[] {
  return settings.flatMap(([name, value]) =>
    value === null ? [] : [{ name, value: String(value), whole: String(value) }],
  );
}

/** Names and values, one line each. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={classes['facts']}>
      {facts.map(({ name, value, whole }, index) => (
        // Metadata and further inputs bring names of their own, which may be those of other facts.
        <div key={index} className={classes['fact']}>
          <dt title={name}>{name}</dt>
          <dd title={whole} data-selectable>
            {value ?? <span className={classes['bone']} aria-hidden />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
