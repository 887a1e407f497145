/**
 * Runs `work` for 0 … count - 1, some at a time, in order. After a first error nothing new is begun; what is under way may still
 * finish, and then the first error is thrown.
 */
export async function eachOf(
  count: number,
  abreast: number,
  signal: AbortSignal,
  work: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const errors: unknown[] = [];
  const worker = async (): Promise<void> => {
    while (next < count && errors.length === 0) {
      try {
        signal.throwIfAborted();
        await work(next++);
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(abreast, count) }, worker));
  if (errors.length > 0) throw errors[0];
}
