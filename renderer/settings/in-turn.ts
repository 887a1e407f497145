/**
 * Sends changes one after the other: each is told what stands after the one before it, or null where the page knows that itself. A
 * click that leaves a field sends two, and the second must not be made of what the page knew before the first. `send` answers what
 * stands after it, null where it could not be made; so does the change.
 */
export function inTurn<Value, Change>(
  send: (before: Value | null, change: Change) => Promise<Value | null>,
): (change: Change) => Promise<Value | null> {
  let last: Promise<Value | null> | null = null;
  const after = async (before: Promise<Value | null> | null, change: Change): Promise<Value | null> =>
    send(before === null ? null : await before, change);
  return async (change) => {
    const mine = after(last, change);
    last = mine;
    try {
      return await mine;
    } finally {
      if (last === mine) last = null;
    }
  };
}
