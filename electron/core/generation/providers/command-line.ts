import { fail } from '../../../../shared/failure';

/**
 * Splits a line into arguments as a shell would, by blanks, with "…" and '…' for those that hold blanks. No shell ever sees it:
 * nothing else has a meaning. Fails where a quote is not closed.
 */
export function argumentsIn(line: string): readonly string[] {
  const found: string[] = [];
  let current: string | null = null;
  let quote: string | null = null;
  for (const sign of line) {
    if (quote !== null) {
      if (sign === quote) quote = null;
      else current = `${current ?? ''}${sign}`;
    } else if (sign === '"' || sign === "'") {
      quote = sign;
      current ??= '';
    } else if (/\s/.test(sign)) {
      if (current !== null) found.push(current);
      current = null;
    } else current = `${current ?? ''}${sign}`;
  }
  if (quote !== null) fail('invalid-input', { field: 'arguments' });
  return current === null ? found : [...found, current];
}

/** The arguments with values in the place of `{names}`, each of which stays within its argument whatever it holds. */
export function withValues(
  args: readonly string[],
  values: Readonly<Record<string, string | number>>,
): readonly string[] {
  return args.map((arg) =>
    arg.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : whole)),
  );
}
