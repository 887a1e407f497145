/** True for a cancel, by whatever name the thrower's platform gives it. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || ('code' in error && error.code === 'ABORT_ERR'));
}

/** The cancel of a signal as an AbortError, even where it was fired with another reason. */
export function abortError(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error && isAbort(reason) ? reason : new DOMException('This was cancelled', 'AbortError');
}
