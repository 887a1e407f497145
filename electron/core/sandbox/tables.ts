import { OrderedMap } from '@js-sdsl/ordered-map';

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
/** `rules` is the CORS document as it was put. */
export type Bucket = { readonly created: number; readonly rules?: string | undefined };
export type StoredObject = Content & { readonly key: string; readonly headers: KeptHeaders };
export type Upload = Pick<StoredObject, 'key' | 'headers'> & { readonly id: string; readonly initiated: number };
export type Part = Content & { readonly number: number };

/** Rows by address, and in the order of their places. */
export class Table<Row> {
  readonly #places = new Map<string, string>();
  readonly #rows = new OrderedMap<string, Row>();

  constructor(private readonly placeOf: (address: string, row: Row) => string = (address) => address) {}

  get(address: string): Row | undefined {
    return this.#rows.getElementByKey(this.#places.get(address) ?? '');
  }

  /** Null deletes. Returns what was there before. */
  put(address: string, row: Row | null): Row | undefined {
    const old = this.get(address);
    this.#rows.eraseElementByKey(this.#places.get(address) ?? '');
    this.#places.delete(address);
    if (row === null) return old;
    const place = this.placeOf(address, row);
    this.#places.set(address, place);
    this.#rows.setElement(place, row);
    return old;
  }

  /** Those whose place begins with `prefix`, from the first that is not before `from`. */
  *within(prefix: string, from = prefix): Generator<readonly [place: string, row: Row], undefined> {
    const at = this.#rows.lowerBound(from);
    for (; at.isAccessible() && at.pointer[0].startsWith(prefix); at.next()) yield [at.pointer[0], at.pointer[1]];
  }
}

export class Tables {
  readonly buckets = new Table<Bucket>();
  /** By identity, listed by key. */
  readonly objects = new Table<StoredObject>((identity, { key }) => placeOf(identity.split('/', 1).join(), key));
  readonly uploads = new Table<Upload>();
  readonly parts = new Table<Part>();
}

type RowOf<Name extends keyof Tables> = Tables[Name] extends Table<infer Row> ? Row : never;
/** Null deletes. */
export type Change = {
  [Name in keyof Tables]: readonly [table: Name, address: string, row: RowOf<Name> | null];
}[keyof Tables];

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
