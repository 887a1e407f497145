import type { ConnectionAddress, ConnectionDraft } from '../../../shared/connection';
import { fail } from '../../../shared/failure';
import { ACCESS_KEY_ID_SHAPE, BUCKET_NAME_SHAPE, r2Key } from '../../../shared/r2';
import { endpointOf, readEndpoint, type FixedAddress } from './endpoint';
import { cleanBase } from './public-domains';

/** What is to be kept as a connection: a new one, or in place of the one with the id `replaces`. */
export interface KeptDraft {
  readonly draft: ConnectionDraft;
  readonly replaces: string | null;
}

/** A draft that can be kept: trimmed, each field of its right shape. */
export interface CleanDraft {
  readonly address: FixedAddress;
  readonly bucket: string;
  readonly publicBase: string | null;
  readonly accessKeyId: string;
}

/** Fails for the first field that cannot be right, without a request. */
export function cleanDraft(typed: FixedAddress, draft: ConnectionDraft): CleanDraft {
  const bucket = draft.bucket.trim();
  const address = cleanAddress(typed, bucket);
  endpointOf(address);
  checkBucket(address, bucket);
  const accessKeyId = cleanKey(address, draft.accessKeyId);
  checkKeyId(address, accessKeyId);
  return { address, bucket, publicBase: publicBaseOf(draft.publicBase), accessKeyId };
}

/** An endpoint that is R2's, or has the bucket glued to it, becomes the address that it means. */
function cleanAddress(address: FixedAddress, bucket: string): FixedAddress {
  if (address.kind === 'r2') return { ...address, accountId: address.accountId.trim().toLowerCase() };
  const read = readEndpoint(address.endpoint, bucket);
  if (read === null) fail('invalid-input', { field: 'endpoint' });
  if (read.address.kind === 'r2') return read.address;
  const region = address.region.trim();
  return { ...read.address, style: address.style, region: region === '' ? read.address.region : region };
}

function checkBucket(address: FixedAddress, bucket: string): void {
  const possible = address.kind === 'r2' ? BUCKET_NAME_SHAPE.test(bucket) : /^[^/\s]+$/.test(bucket);
  if (!possible) fail('invalid-bucket-name', { bucket });
}

/** A typed key, of either kind, as the store knows it. */
export function cleanKey({ kind }: Pick<ConnectionAddress, 'kind'>, typed: string): string {
  return kind === 'r2' ? r2Key(typed.trim()) : typed.trim();
}

/** Other stores' key ids are as they like, but each request names them in a header, where nothing else can stand. */
const KEY_ID_ELSEWHERE = /^[\x21-\x7e]+$/;

function checkKeyId(address: FixedAddress, accessKeyId: string): void {
  const possible = (address.kind === 'r2' ? ACCESS_KEY_ID_SHAPE : KEY_ID_ELSEWHERE).test(accessKeyId);
  if (!possible) fail('key-id-shape', { length: accessKeyId.length });
}

function publicBaseOf(text: string | null): string | null {
  return text === null || text.trim() === '' ? null : cleanBase(text);
}
