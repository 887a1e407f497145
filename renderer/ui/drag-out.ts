let isOut = false;

/**
 * The system drags files out of this window from now on. No event tells its end, so that it ends with the next one that a pointer
 * without a pressed button makes.
 */
export function beginDragOut(): void {
  isOut = true;
  const stop = new AbortController();
  const end = (event: PointerEvent): void => {
    if (event.buttons !== 0 && event.type === 'pointermove') return;
    isOut = false;
    stop.abort();
  };
  window.addEventListener('pointermove', end, { signal: stop.signal });
  window.addEventListener('pointerdown', end, { signal: stop.signal });
}

/** What comes in then is our own: it lies in the bucket already. */
export function isDragOut(): boolean {
  return isOut;
}
