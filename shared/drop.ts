/** Drops a promise on purpose. Should it reject, that is a bug, and the process-wide handler logs and shows it. */
export function drop(promise: Promise<unknown>): void {
  void promise;
}
