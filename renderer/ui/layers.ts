/** Which stands before which, as z-indexes; Mantine's own dialogs and menus have 200 and 300. */
export const LAYERS = {
  viewer: 300,
  /** Tooltips of the viewer. Dialogs come later in the page, and so before them. */
  inViewer: 400,
  /** A dialog can be asked for over the viewer, too. */
  dialog: 400,
  /** A question stands above the dialog that asks it. */
  question: 450,
  /** Tooltips and lists of choices within a dialog. */
  inDialog: 500,
} as const;
