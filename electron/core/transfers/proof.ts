import type { Compared } from '../../../shared/transfer';
import { compositeEtag, isMd5Etag, md5FromDigest } from './md5/md5';
import type { Md5Stream } from './md5/md5-thread';
import { planParts, planWithPartSize } from './part-plan';

const MIB = 1024 * 1024;
/** At most this many part sizes are tried at once where the store does not say which one it was. */
const MAX_CANDIDATES = 3;

/** What holding an object against a file came to. */
export type Comparison = 'same' | Compared;

export type Verdict = 'proven' | 'refuted' | 'unknown';

/** Takes an object's bytes in order, and tells at the end whether they are what its ETag stands for. */
export interface Proof {
  /** Resolves when the bytes may change. */
  update(bytes: Uint8Array): Promise<void>;
  /** `unknown`: the ETag is no digest that could be made again from the bytes. */
  verdict(): Promise<Verdict>;
  /** What was computed, for the curious. */
  detail(): string;
}

/** `partSizes`: what the parts of a multipart object may have been, bytes. */
export function proofOf(etag: string, partSizes: readonly number[], open: () => Md5Stream): Proof {
  if (isMd5Etag(etag)) return new WholeProof(etag, open());
  return new PartsProof(etag, partSizes, open);
}

/** The number of parts that a multipart ETag tells (r2/objects/multipart-objects); null for any other. */
export function partCountOf(etag: string): number | null {
  const count = /^[0-9a-f]{32}-(\d{1,5})$/.exec(etag)?.[1];
  return count === undefined ? null : Number(count);
}

/** The part sizes that common programs would have chosen for an object of this size and number of parts. */
export function likelyPartSizes(size: number, count: number): readonly number[] {
  const even = Math.ceil(size / count / MIB) * MIB;
  const common = [5, 8, 10, 15, 16, 25, 32, 50, 64, 100, 128, 256, 512].map((mib) => mib * MIB);
  const all = [planParts(size).partSize, even, ...common, Math.ceil(size / count)];
  const fitting = all.filter((partSize) => planWithPartSize(size, partSize).count === count);
  return [...new Set(fitting)].slice(0, MAX_CANDIDATES);
}

class WholeProof implements Proof {
  readonly #hash: Md5Stream;
  readonly #etag: string;
  #digest: string | null = null;

  constructor(etag: string, hash: Md5Stream) {
    this.#etag = etag;
    this.#hash = hash;
  }

  update(bytes: Uint8Array): Promise<void> {
    return this.#hash.update(bytes);
  }

  async verdict(): Promise<Verdict> {
    this.#digest ??= hexOf(await this.#hash.digest());
    return this.#digest === this.#etag ? 'proven' : 'refuted';
  }

  detail(): string {
    return `MD5 ${this.#digest ?? 'none'}, ETag ${this.#etag}`;
  }
}

/** A composite that differs refutes nothing: the parts may have been of another size, and R2 has had random ones (rclone). */
class PartsProof implements Proof {
  readonly #etag: string;
  readonly #tries: readonly Composite[];

  constructor(etag: string, partSizes: readonly number[], open: () => Md5Stream) {
    this.#etag = etag;
    this.#tries = partSizes.map((partSize) => new Composite(partSize, open));
  }

  async update(bytes: Uint8Array): Promise<void> {
    await Promise.all(this.#tries.map((one) => one.update(bytes)));
  }

  async verdict(): Promise<Verdict> {
    const etags = await Promise.all(this.#tries.map((one) => one.etag()));
    return etags.includes(this.#etag) ? 'proven' : 'unknown';
  }

  detail(): string {
    return `ETag ${this.#etag}`;
  }
}

/** The MD5 of the parts' MD5s, for one size of parts. */
class Composite {
  readonly #partSize: number;
  readonly #open: () => Md5Stream;
  #part: Md5Stream;
  #inPart = 0;
  readonly #parts: Promise<Uint8Array>[] = [];

  constructor(partSize: number, open: () => Md5Stream) {
    this.#partSize = partSize;
    this.#open = open;
    this.#part = open();
  }

  async update(bytes: Uint8Array): Promise<void> {
    const under: Promise<void>[] = [];
    for (let at = 0; at < bytes.length;) {
      const piece = bytes.subarray(at, at + this.#partSize - this.#inPart);
      under.push(this.#part.update(piece));
      this.#inPart += piece.length;
      at += piece.length;
      if (this.#inPart === this.#partSize) this.#close();
    }
    await Promise.all(under);
  }

  /** To be asked once, when all is in. */
  async etag(): Promise<string> {
    if (this.#inPart > 0) this.#close();
    const digests = await Promise.all(this.#parts);
    return compositeEtag(digests.map((digest) => md5FromDigest(Buffer.from(digest))));
  }

  #close(): void {
    const digest = this.#part.digest();
    // Told by `etag`.
    digest.catch(() => undefined);
    this.#parts.push(digest);
    this.#part = this.#open();
    this.#inPart = 0;
  }
}

function hexOf(digest: Uint8Array): string {
  return Buffer.from(digest).toString('hex');
}
