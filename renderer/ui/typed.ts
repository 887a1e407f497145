/** A key that writes a sign into a field: there it means that and nothing else. */
export function isTyped(event: KeyboardEvent): boolean {
  const inField = event.target instanceof Element && event.target.closest('input, textarea') !== null;
  // F1 is none.
  const isSign = event.key.length === 1;
  return inField && isSign && !event.ctrlKey && !event.metaKey;
}
