const OPENER = '[aria-haspopup="menu"][aria-expanded="true"]:not([role="menuitem"])';

/**
 * Closes a menu by Escape also while the focus is still on the button that has opened it: Mantine (9) hears the key only within the
 * menu, which takes the focus a moment after it is there.
 */
export function closeMenusByEscape(): void {
  document.addEventListener(
    'keydown',
    (event) => {
      const opener = event.key === 'Escape' && event.target instanceof Element ? event.target.closest(OPENER) : null;
      if (!(opener instanceof HTMLElement)) return;
      event.preventDefault();
      event.stopPropagation();
      opener.click();
    },
    { capture: true },
  );
}
