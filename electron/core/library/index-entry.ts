import { nameOfKey } from '../../../shared/keys';
import { mediaKindOfType, type MediaKind } from '../../../shared/media';
import type { GenerationFacts } from '../../../shared/generation';
import type { IndexedAsset, PendingUpload, RemoteObject } from './library-index';
import { foldText } from './search-text';

/** An asset as the memory index holds it; one object for its whole life, so that lists of them stay valid. */
export class IndexEntry implements IndexedAsset {
  readonly assetId: string;
  readonly key: string;
  readonly name: string;
  remote: RemoteObject | null = null;
  pending: PendingUpload | null = null;
  facts: GenerationFacts | null = null;
  media: MediaKind = 'other';
  size = 0;
  modified = 0;
  version = '';
  contentType = '';
  /** Name and prompt, folded. */
  text: string;
  /** The scan that last named it. */
  seenIn = 0;
  /** The moment when the app itself entered it last. */
  enteredAt = -1;
  gone = false;
  readonly #foldedName: string;

  constructor(assetId: string, key: string) {
    this.assetId = assetId;
    this.key = key;
    this.name = nameOfKey(key) || key;
    this.#foldedName = foldText(this.name);
    this.text = this.#foldedName;
  }

  get generated(): boolean {
    return this.facts !== null;
  }

  /** The object shows while it is there; the file on its way only where there is none. */
  derive(): void {
    const shown = this.remote ?? shownUpload(this.pending);
    this.size = shown.size;
    this.modified = shown.modified;
    this.version = shown.version;
    this.contentType = shown.contentType;
    this.media = mediaKindOfType(shown.contentType);
  }

  setFacts(facts: GenerationFacts | null): void {
    this.facts = facts;
    this.text = facts === null ? this.#foldedName : `${this.#foldedName}\n${foldText(facts.prompt)}`;
  }
}

function shownUpload(
  pending: PendingUpload | null,
): Pick<RemoteObject, 'size' | 'modified' | 'version' | 'contentType'> {
  if (pending === null) throw new Error('An entry without object and upload does not belong in the index.');
  const { size, addedAt, contentType } = pending.item;
  return { size, modified: addedAt, version: pending.version, contentType };
}

/** HeadObject tells the time in whole seconds, a listing in milliseconds. */
export function isSameObject(a: RemoteObject, b: RemoteObject): boolean {
  return a.etag === b.etag && a.size === b.size && Math.trunc(a.modified / 1000) === Math.trunc(b.modified / 1000);
}
