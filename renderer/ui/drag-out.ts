import { onceDragEnds } from './drag-end';

let isOut = false;

/** The system drags files out of this window from now on. */
export function beginDragOut(): void {
  isOut = true;
  onceDragEnds(null, () => (isOut = false));
}

/** What comes in then is our own: it lies in the bucket already. */
export function isDragOut(): boolean {
  return isOut;
}
