import type { CorsRule } from './cors';

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

export interface Rows {
  readonly buckets: { readonly name: string; readonly created: number; readonly cors: readonly CorsRule[] };
  readonly objects: Content & { readonly key: string; readonly headers: KeptHeaders };
  readonly uploads: {
    readonly id: string;
    readonly key: string;
    readonly initiated: number;
    readonly headers: KeptHeaders;
  };
  readonly parts: Content & { readonly number: number };
}
export type Bucket = Rows['buckets'];
export type StoredObject = Rows['objects'];
export type Upload = Rows['uploads'];
export type Part = Rows['parts'];

/** Null deletes. */
export type Change = {
  [Name in keyof Rows]: readonly [table: Name, address: string, row: Rows[Name] | null];
}[keyof Rows];

/** Rows by address, and in the order of their addresses. */
export class Table<Row> extends Map<string, Row> {
  /** Made when first asked for and kept from then on, since sorting once beats inserting 100,000 times at start. */
  #sorted: string[] | undefined;

  override set(address: string, row: Row): this {
    if (!this.has(address)) this.#sorted?.splice(this.#positionIn(this.#sorted, address), 0, address);
    return super.set(address, row);
  }

  override delete(address: string): boolean {
    if (this.has(address)) this.#sorted?.splice(this.#positionIn(this.#sorted, address), 1);
    return super.delete(address);
  }

  /** Those whose address begins with `prefix`, from the first that is not before `from`. */
  *within(prefix: string, from = prefix): Generator<readonly [address: string, row: Row], undefined> {
    const sorted = (this.#sorted ??= [...this.keys()].sort());
    for (let index = this.#positionIn(sorted, from); index < sorted.length; index++) {
      const address = sorted[index] ?? '';
      const row = this.get(address);
      if (row === undefined || !address.startsWith(prefix)) return;
      yield [address, row];
    }
  }

  #positionIn(sorted: readonly string[], address: string): number {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] ?? '') < address) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export class Tables {
  readonly buckets = new Table<Bucket>();
  /** By identity. */
  readonly objects = new Table<StoredObject>();
  readonly uploads = new Table<Upload>();
  readonly parts = new Table<Part>();
  /** The objects once more, by place. */
  readonly listed = new Table<StoredObject>();

  /** Returns what was there before. */
  apply([name, address, row]: Change): Rows[keyof Rows] | undefined {
    const rows = this[name] as Map<string, Rows[keyof Rows]>;
    const old = rows.get(address);
    if (row === null) rows.delete(address);
    else rows.set(address, row);
    if (name === 'objects') {
      const bucket = address.slice(0, address.indexOf('/'));
      if (old !== undefined && 'key' in old) this.listed.delete(placeOf(bucket, old.key));
      if (row !== null) this.listed.set(placeOf(bucket, row.key), row);
    }
    return old;
  }

  /** The changes that lead from nothing to here. */
  *changes(): Generator<readonly [table: keyof Rows, address: string, row: Rows[keyof Rows]], void> {
    for (const name of ['buckets', 'objects', 'uploads', 'parts'] as const) {
      for (const [address, row] of this[name]) yield [name, address, row];
    }
  }
}

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
