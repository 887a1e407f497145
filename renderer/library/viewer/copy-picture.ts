import i18next from 'i18next';
import { ask } from '../../bridge';
import { notify } from '../../ui/notify';

/** Puts the picture that is on show in the viewer on the clipboard, as a picture, whole however it is zoomed. */
export async function copyShownPicture(): Promise<void> {
  const point = middleOfShown(document.querySelector<HTMLImageElement>('img[data-picture][data-state="there"]'));
  if (point === null) return;
  const result = await ask('app.copyPicture', point);
  if (result.ok) notify.good({ title: i18next.t('library:viewer.pictureCopied') });
  else notify.failure(result.failure);
}

/** A point at which the picture itself is on show: the middle of what its frame leaves of it. */
function middleOfShown(picture: HTMLImageElement | null): { readonly x: number; readonly y: number } | null {
  const frame = picture?.parentElement;
  if (!picture || !frame) return null;
  const inner = picture.getBoundingClientRect();
  const outer = frame.getBoundingClientRect();
  const x = (Math.max(inner.left, outer.left) + Math.min(inner.right, outer.right)) / 2;
  const y = (Math.max(inner.top, outer.top) + Math.min(inner.bottom, outer.bottom)) / 2;
  return { x: Math.max(0, Math.round(x)), y: Math.max(0, Math.round(y)) };
}
