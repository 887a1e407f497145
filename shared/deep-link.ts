import { keyProblem } from './keys';
import { BUCKET_NAME_SHAPE } from './r2';

/** Links of this scheme open the app. Anybody can write one, and a web page can make a person click it. */
export const DEEP_LINK_SCHEME = 'flow-media';

const SCREENS = ['library', 'generate', 'transfers', 'usage', 'settings'] as const;
const MAX_LENGTH = 4096;

/** All that a link may do: show something that is there. None begins, changes, sends or reads anything, or carries a credential. */
export type DeepLink =
  | { readonly kind: 'screen'; readonly screen: (typeof SCREENS)[number] }
  /** A folder (with its slash; '' is the top) of a bucket that is connected here. */
  | { readonly kind: 'folder'; readonly bucket: string; readonly prefix: string };

/**
 * Takes a link apart: `flow-media://screen/usage`, `flow-media://folder/BUCKET/a/b/` (percent-encoded as in any URL). null for all
 * that is not exactly that: a query, a fragment, a user, a port, an escape that hides a slash, a name that no bucket can have.
 */
export function parseDeepLink(text: string): DeepLink | null {
  if (text.length > MAX_LENGTH) return null;
  const [, kind, rest] = /^flow-media:\/\/(screen|folder)\/([\w.~%!$&'()*+,;=:@/-]+)$/i.exec(text) ?? [];
  if (kind === undefined || rest === undefined) return null;
  const segments = rest.replace(/\/$/, '').split('/').map(decoded);
  if (!segments.every((segment) => segment !== null)) return null;
  const [first = '', ...path] = segments;
  return kind.toLowerCase() === 'screen' ? screenLink(first, path) : folderLink(first, path);
}

/** The link among the arguments of a program; null where there is none, or more than one. */
export function deepLinkIn(args: readonly string[]): string | null {
  const links = args.filter((arg) => arg.toLowerCase().startsWith(`${DEEP_LINK_SCHEME}:`));
  return links.length === 1 ? (links[0] ?? null) : null;
}

function screenLink(name: string, path: readonly string[]): DeepLink | null {
  const screen = SCREENS.find((one) => one === name);
  return screen === undefined || path.length > 0 ? null : { kind: 'screen', screen };
}

function folderLink(bucket: string, path: readonly string[]): DeepLink | null {
  if (!BUCKET_NAME_SHAPE.test(bucket)) return null;
  if (path.length === 0) return { kind: 'folder', bucket, prefix: '' };
  const folder = path.join('/');
  return keyProblem(folder) === null ? { kind: 'folder', bucket, prefix: `${folder}/` } : null;
}

/** null for what is no UTF-8, and for a slash that would only appear now. */
function decoded(segment: string): string | null {
  try {
    const text = decodeURIComponent(segment);
    return text.includes('/') ? null : text;
  } catch {
    return null;
  }
}
