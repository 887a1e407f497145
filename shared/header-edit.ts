import { isCacheControl, metadataProblem } from './upload-rules';

/** What is changed of the headers that an object is served with. What is not named stays as it is. */
export interface HeaderEdit {
  /** null: as it is. */
  readonly contentType: string | null;
  /** null: as it is; '' takes it away. */
  readonly cacheControl: string | null;
  /** By names without `x-amz-meta-`; null takes an entry away. */
  readonly metadata: Readonly<Record<string, string | null>>;
}

export const NO_EDIT: HeaderEdit = { contentType: null, cacheControl: null, metadata: {} };

/** The headers that can be edited, as an object has them. */
export interface EditableHeaders {
  readonly contentType: string;
  readonly cacheControl: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

export function changesNothing({ contentType, cacheControl, metadata }: HeaderEdit): boolean {
  return contentType === null && cacheControl === null && Object.keys(metadata).length === 0;
}

/** The headers as they are after an edit. */
export function edited<H extends EditableHeaders>(headers: H, edit: HeaderEdit): H {
  const metadata: Record<string, string> = { ...headers.metadata };
  for (const [name, value] of Object.entries(edit.metadata)) {
    if (value === null) delete metadata[name];
    else metadata[name] = value;
  }
  const cacheControl = edit.cacheControl === null ? headers.cacheControl : edit.cacheControl.trim() || null;
  return { ...headers, contentType: edit.contentType ?? headers.contentType, cacheControl, metadata };
}

/** Whether two objects are served with the same of what can be edited. */
export function sameHeaders(one: EditableHeaders, other: EditableHeaders): boolean {
  const names = Object.keys(one.metadata);
  return (
    one.contentType === other.contentType &&
    one.cacheControl === other.cacheControl &&
    names.length === Object.keys(other.metadata).length &&
    names.every((name) => one.metadata[name] === other.metadata[name])
  );
}

const TOKEN = "[!#$%&'*+.^_`|~0-9a-z-]+";
const TYPE = new RegExp(
  `^${TOKEN}/${TOKEN}(?:\\s*;\\s*${TOKEN}=(?:${TOKEN}|"[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]*"))*$`,
  'i',
);

/** Whether a text can be a `Content-Type` header (RFC 9110, 8.3): `image/png`, `text/plain; charset=utf-8`. */
export function isContentType(text: string): boolean {
  return text.length <= 255 && TYPE.test(text);
}

export type HeaderProblem = 'content-type' | 'cache-control' | 'metadata-name' | 'metadata-value' | 'metadata-large';

/** Why an edit cannot be made, if it cannot. */
export function headerProblem({ contentType, cacheControl, metadata }: HeaderEdit): HeaderProblem | null {
  if (contentType !== null && !isContentType(contentType)) return 'content-type';
  if (cacheControl !== null && cacheControl.trim() !== '' && !isCacheControl(cacheControl.trim()))
    return 'cache-control';
  const values = Object.entries(metadata).map(([name, value]) => [name, value ?? ''] as const);
  if (values.some(([, value]) => /[\u0000-\u001f\u007f]/.test(value))) return 'metadata-value';
  const problem = metadataProblem(Object.fromEntries(values));
  if (problem === null) return null;
  return problem === 'name' ? 'metadata-name' : 'metadata-large';
}

/** What objects have of one header: distinct values, '' where it is not set, at most 20 of them. */
export type SeenValues = readonly string[];

export const HEADERS_READ = 50;

/** The headers of a selection, read from the bucket: of all its files, or of the first 50. */
export interface SeenHeaders {
  readonly read: number;
  /** Whether there are more files than were read. */
  readonly more: boolean;
  readonly contentType: SeenValues;
  readonly cacheControl: SeenValues;
  readonly metadata: readonly { readonly name: string; readonly values: SeenValues }[];
}
