import type { Place } from '../provider';

/** Results of any shape nest less than this. */
const MAX_DEPTH = 8;
const MAX_LINKS = 64;

/** All addresses of files in an answer whose shape is the model's own, in its order, each once. */
export function linksIn(answer: unknown): readonly string[] {
  const found = new Set<string>();
  collect(answer, 0, found);
  return [...found];
}

function collect(value: unknown, depth: number, found: Set<string>): void {
  if (depth > MAX_DEPTH || found.size >= MAX_LINKS) return;
  if (typeof value === 'string') {
    if (/^https?:\/\/\S+$/i.test(value) || /^data:(image|video)\/[^,]*;base64,/i.test(value)) found.add(value);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const one of Object.values(value)) collect(one, depth + 1, found);
}

const DATA = /^data:[^,]*;base64,/i;

/** Where results lie that an answer gives by their addresses. What came as data is here already, and nothing for the journal. */
export function placesOf(links: readonly string[]): readonly Place[] {
  return links.map((url) => {
    const bytes = bytesOfData(url);
    return bytes === null ? { kind: 'url', url } : { kind: 'bytes', bytes };
  });
}

/** What an address holds that is data itself; null for any other. */
export function bytesOfData(url: string): Uint8Array | null {
  const head = DATA.exec(url);
  return head === null ? null : Buffer.from(url.slice(head[0].length), 'base64');
}

/** What stands at a path of names and numbers (`result.images.0.url`); undefined where nothing does. */
export function valueAt(value: unknown, path: string): unknown {
  if (path === '') return value;
  return path.split('.').reduce<unknown>((inner, name) => {
    if (typeof inner !== 'object' || inner === null) return undefined;
    return Object.hasOwn(inner, name) ? (inner as Record<string, unknown>)[name] : undefined;
  }, value);
}
