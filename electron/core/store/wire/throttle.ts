/** A limit on bytes a second, which all that moves shares. */
export interface Throttle {
  /** Resolves when so many bytes may pass; rejects with the signal's reason when that fires first. */
  pass(bytes: number, direction: 'up' | 'down', signal: AbortSignal): Promise<void>;
}
