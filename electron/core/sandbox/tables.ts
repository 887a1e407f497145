import type { CorsRule } from './cors';

/** Of bytes; both are included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A file under `objects/`. */
export interface Segment {
  readonly file: string;
  readonly size: number;
}

export interface Content {
  /** Several make one object: the parts of a multipart upload stay the files they were. */
  readonly segments: readonly Segment[];
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  readonly modified: number;
}

/** What reads give back, `x-amz-meta-*` among them; names in lower case. */
export type KeptHeaders = Readonly<Record<string, string>>;
export type Bucket = { readonly name: string; readonly created: number; readonly cors: readonly CorsRule[] };
export type StoredObject = Content & { readonly key: string; readonly headers: KeptHeaders };
export type Upload = Pick<StoredObject, 'key' | 'headers'> & { readonly id: string; readonly initiated: number };
export type Part = Content & { readonly number: number };

/** Rows by address, and in the order of their places. */
export class Table<Row> {
  readonly #entries = new Map<string, { readonly place: string; readonly row: Row }>();
  /** Made when first asked for and kept from then on, since sorting once beats inserting 100,000 times at start. */
  #sorted: { readonly place: string; readonly row: Row }[] | undefined;

  constructor(private readonly placeOf: (address: string, row: Row) => string = (address) => address) {}

  get(address: string): Row | undefined {
    return this.#entries.get(address)?.row;
  }

  /** Null deletes. Returns what was there before. */
  put(address: string, row: Row | null): Row | undefined {
    const old = this.#entries.get(address);
    this.#entries.delete(address);
    if (old !== undefined) this.#sorted?.splice(this.#positionIn(this.#sorted, old.place), 1);
    if (row !== null) {
      const entry = { place: this.placeOf(address, row), row };
      this.#entries.set(address, entry);
      this.#sorted?.splice(this.#positionIn(this.#sorted, entry.place), 0, entry);
    }
    return old?.row;
  }

  /** All, in no order. */
  *[Symbol.iterator](): Generator<readonly [address: string, row: Row], void> {
    for (const [address, { row }] of this.#entries) yield [address, row];
  }

  /** Those whose place begins with `prefix`, from the first that is not before `from`. */
  *within(prefix: string, from = prefix): Generator<readonly [place: string, row: Row], undefined> {
    const sorted = (this.#sorted ??= [...this.#entries.values()].sort((a, b) => (a.place < b.place ? -1 : 1)));
    for (let index = this.#positionIn(sorted, from); ; index++) {
      const entry = sorted[index];
      if (entry?.place.startsWith(prefix) !== true) return;
      yield [entry.place, entry.row];
    }
  }

  #positionIn(sorted: readonly { readonly place: string }[], place: string): number {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle]?.place ?? '') < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export class Tables {
  readonly buckets = new Table<Bucket>();
  /** By identity, listed by key. */
  readonly objects = new Table<StoredObject>((identity, { key }) =>
    placeOf(identity.slice(0, identity.indexOf('/')), key),
  );
  readonly uploads = new Table<Upload>();
  readonly parts = new Table<Part>();

  /** Returns what was there before. */
  put([name, address, row]: Change): unknown {
    return (this[name] as Table<unknown>).put(address, row);
  }

  /** The changes that lead from nothing to here. */
  *changes(): Generator<readonly [table: string, address: string, row: unknown], void> {
    for (const name of ['buckets', 'objects', 'uploads', 'parts'] as const) {
      for (const [address, row] of this[name]) yield [name, address, row];
    }
  }
}

type TableName = 'buckets' | 'objects' | 'uploads' | 'parts';
type RowOf<Name extends TableName> = Tables[Name] extends Table<infer Row> ? Row : never;
/** Null deletes. */
export type Change = {
  [Name in TableName]: readonly [table: Name, address: string, row: RowOf<Name> | null];
}[TableName];

/** Addresses are made of bytes, a character each, so that they sort as S3 sorts keys: by UTF-8. */
export const toBytes = (key: string): string => Buffer.from(key).toString('latin1');
export const fromBytes = (bytes: string): string => Buffer.from(bytes, 'latin1').toString();

/** Where a key is listed. */
export const placeOf = (bucket: string, key: string): string => `${bucket}/${toBytes(key)}`;
/** What it is: in R2 the NFC form of a key and its other forms are one object, listed under the form last written. */
export const identityOf = (bucket: string, key: string): string => placeOf(bucket, key.normalize('NFC'));
/** Ids come in no order, and part numbers have five digits. */
export const uploadAddress = (bucket: string, key: string, id: string): string => `${identityOf(bucket, key)}\0${id}`;
export const partAddress = (id: string, number: number): string => `${id}/${String(number).padStart(5, '0')}`;
