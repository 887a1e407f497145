/** The type of what is dragged when it is a selection of the library: it goes into folders, nowhere else. */
export const SELECTION_TYPE = 'application/x-flow-media-selection';

/** Puts a folder's name on an element that takes what is dropped onto it; null for one that takes nothing. */
export function dropFolder(prefix: string | null): { readonly 'data-drop-prefix'?: string } {
  return prefix === null ? {} : { 'data-drop-prefix': prefix };
}

/** The element that takes a drop at this place, with its folder. */
export function folderUnder(target: EventTarget | null): { readonly element: Element; readonly prefix: string } | null {
  const element = target instanceof Element ? target.closest('[data-drop-prefix]') : null;
  const prefix = element?.getAttribute('data-drop-prefix') ?? null;
  return element === null || prefix === null ? null : { element, prefix };
}

/** For an element that takes dropped files itself: the window leaves them to it. */
export const takesFilesItself = { 'data-takes-files': true } as const;

/** True over an element that takes dropped files itself. */
export function isTakenElsewhere(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-takes-files]') !== null;
}

let lit: Element | null = null;

/** Lights the one element up that a drag is over; null puts it out. */
export function lightUp(element: Element | null): void {
  if (lit === element) return;
  lit?.removeAttribute('data-drop-over');
  lit = element;
  lit?.setAttribute('data-drop-over', 'true');
}
