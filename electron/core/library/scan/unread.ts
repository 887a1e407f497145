import { compareKeys } from './key-order';

/** Keys that no page has told of yet: those after one and up to another (null: to the end), in the order of a listing. */
export interface Unread {
  readonly after: string;
  readonly until: string | null;
}

/** A bucket of which nothing is known. */
export const ALL_UNREAD: readonly Unread[] = [{ after: '', until: null }];

/** What is left of `unread` once a page has told of all keys after one and up to another. */
export function withoutPage(unread: readonly Unread[], after: string, through: string | null): readonly Unread[] {
  return unread.flatMap((range) => {
    const before = { after: range.after, until: earlier(range.until, after) };
    const behind = through === null ? null : { after: later(range.after, through), until: range.until };
    return [before, ...(behind === null ? [] : [behind])].filter(isSome);
  });
}

/** All that lies in a folder. */
export function unreadFolder(prefix: string): Unread {
  // '.' comes just before '/' and '0' just after it: between them are the keys of the folder and its marker, and hardly another.
  const stem = prefix.slice(0, -1);
  return { after: `${stem}.\uFFFD`, until: `${stem}0` };
}

function isSome({ after, until }: Unread): boolean {
  return until === null || compareKeys(after, until) < 0;
}

function earlier(until: string | null, other: string): string {
  return until === null || compareKeys(other, until) < 0 ? other : until;
}

function later(after: string, other: string): string {
  return compareKeys(after, other) < 0 ? other : after;
}
