/** After a letter, ms: who types on has other results by then, and the pictures of these would have been fetched for nothing. */
const PAUSE_MS = 120;

const waiting = new Set<() => void>();
let calmAt = 0;
let timer: ReturnType<typeof setTimeout> | null = null;

/** Someone types a search: pictures wait until they pause, so that what is typed next need not wait for pictures. */
export function noteTyping(): void {
  calmAt = performance.now() + PAUSE_MS;
}

/** Shows a picture: at once, or when the typing pauses. Call the answer when its element goes. */
export function showPicture(show: () => void): () => void {
  if (performance.now() >= calmAt) {
    show();
    return () => undefined;
  }
  waiting.add(show);
  timer ??= setTimeout(showAll, calmAt - performance.now());
  return () => waiting.delete(show);
}

function showAll(): void {
  const rest = calmAt - performance.now();
  if (rest > 0) {
    timer = setTimeout(showAll, rest);
    return;
  }
  timer = null;
  const all = [...waiting];
  waiting.clear();
  for (const show of all) show();
}
