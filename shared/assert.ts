/** Closes a discriminated union: a case that was forgotten does not compile, and throws if it happens all the same. */
export function assertNever(value: never): never {
  throw new Error(`A case was forgotten: ${JSON.stringify(value)}`);
}
