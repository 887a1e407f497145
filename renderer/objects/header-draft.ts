import {
  headerProblem,
  type HeaderEdit,
  type HeaderProblem,
  type SeenHeaders,
  type SeenValues,
} from '../../shared/header-edit';
import { metadataName } from '../../shared/upload-rules';

/** A field of many files: what it shows where it has not been touched, and what has been typed. */
export interface DraftValue {
  /** What all of them have, '' where none has any; null where they differ. */
  readonly known: string | null;
  /** null: not touched. */
  readonly typed: string | null;
}

export interface DraftEntry extends DraftValue {
  readonly id: number;
  readonly name: string;
  /** It is in the bucket already, so that its name stands. */
  readonly stored: boolean;
  readonly removed: boolean;
}

export interface HeaderDraft {
  readonly contentType: DraftValue;
  readonly cacheControl: DraftValue;
  readonly metadata: readonly DraftEntry[];
}

export function draftOf({ contentType, cacheControl, metadata }: SeenHeaders): HeaderDraft {
  return {
    contentType: fieldOf(contentType),
    cacheControl: fieldOf(cacheControl),
    metadata: metadata.map(({ name, values }, id) => ({ ...fieldOf(values), id, name, stored: true, removed: false })),
  };
}

function fieldOf(values: SeenValues): DraftValue {
  const [first = '', ...others] = values;
  return { known: others.length === 0 ? first : null, typed: null };
}

/** What a field shows. */
export function shownOf({ known, typed }: DraftValue): string {
  return typed ?? known ?? '';
}

export function withEntry(draft: HeaderDraft): HeaderDraft {
  const id = Math.max(-1, ...draft.metadata.map((entry) => entry.id)) + 1;
  const fresh = { id, name: '', known: '', typed: '', stored: false, removed: false };
  return { ...draft, metadata: [...draft.metadata, fresh] };
}

/** A stored entry is marked as one to take away, or not any more; a new one is simply gone. */
export function withoutEntry(draft: HeaderDraft, id: number): HeaderDraft {
  const metadata = draft.metadata.flatMap((entry) => {
    if (entry.id !== id) return [entry];
    return entry.stored ? [{ ...entry, removed: !entry.removed }] : [];
  });
  return { ...draft, metadata };
}

export function changedEntry(
  draft: HeaderDraft,
  id: number,
  change: Partial<Pick<DraftEntry, 'name' | 'typed'>>,
): HeaderDraft {
  return { ...draft, metadata: draft.metadata.map((entry) => (entry.id === id ? { ...entry, ...change } : entry)) };
}

/** Touched, and not put back to what it was. */
function changeOf({ known, typed }: DraftValue): string | null {
  return typed === null || typed === known ? null : typed;
}

/** The edit that a draft means; fields that were not touched are not in it. */
export function editOf({ contentType, cacheControl, metadata }: HeaderDraft): HeaderEdit {
  const entries: Record<string, string | null> = {};
  for (const entry of metadata) {
    if (!entry.stored && entry.name.trim() === '' && shownOf(entry).trim() === '') continue;
    if (entry.removed) entries[entry.name] = null;
    else if (!entry.stored) entries[metadataName(entry.name)] = shownOf(entry).trim();
    else if (changeOf(entry) !== null) entries[entry.name] = shownOf(entry).trim();
  }
  return {
    contentType: changeOf(contentType)?.trim() ?? null,
    cacheControl: changeOf(cacheControl)?.trim() ?? null,
    metadata: entries,
  };
}

export function problemOf(draft: HeaderDraft): HeaderProblem | 'metadata-twice' | null {
  const names = draft.metadata
    .filter(({ name, stored }) => stored || name.trim() !== '')
    .map(({ name }) => metadataName(name));
  return new Set(names).size < names.length ? 'metadata-twice' : headerProblem(editOf(draft));
}
