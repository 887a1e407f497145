/** A question is open, and nothing else is to be done before it is answered. Neither the viewer nor the palette asks one. */
export function isAsking(): boolean {
  return document.querySelector('[aria-modal="true"]:not([data-viewer], .mantine-Spotlight-content)') !== null;
}
