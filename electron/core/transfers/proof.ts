import { createHash, type Hash } from 'node:crypto';
import { isMd5Etag } from './md5';
import { planParts, planWithPartSize } from './part-plan';

const MIB = 1024 * 1024;
/** So many part sizes are tried at once where the store does not say which one it was. */
const MAX_CANDIDATES = 3;

export type Verdict = 'proven' | 'refuted' | 'unknown';

/** Takes an object's bytes in order, and tells at the end whether they are what its ETag stands for. */
export interface Proof {
  update(bytes: Uint8Array): void;
  /** `unknown`: the ETag is no digest that could be made again from the bytes. */
  verdict(): Verdict;
  /** What was computed, for the curious. */
  detail(): string;
}

/** `partSizes`: what the parts of a multipart object may have been, bytes. */
export function proofOf(etag: string, partSizes: readonly number[]): Proof {
  if (isMd5Etag(etag)) return new WholeProof(etag);
  return new PartsProof(etag, partSizes);
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
  readonly #hash = createHash('md5');
  readonly #etag: string;
  #digest: string | null = null;

  constructor(etag: string) {
    this.#etag = etag;
  }

  update(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  verdict(): Verdict {
    this.#digest ??= this.#hash.digest('hex');
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

  constructor(etag: string, partSizes: readonly number[]) {
    this.#etag = etag;
    this.#tries = partSizes.map((partSize) => new Composite(partSize));
  }

  update(bytes: Uint8Array): void {
    for (const one of this.#tries) one.update(bytes);
  }

  verdict(): Verdict {
    return this.#tries.some((one) => one.etag() === this.#etag) ? 'proven' : 'unknown';
  }

  detail(): string {
    return `ETag ${this.#etag}`;
  }
}

/** The MD5 of the parts' MD5s, for one size of parts. */
class Composite {
  readonly #partSize: number;
  readonly #all = createHash('md5');
  #part: Hash = createHash('md5');
  #inPart = 0;
  #count = 0;

  constructor(partSize: number) {
    this.#partSize = partSize;
  }

  update(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      const piece = bytes.subarray(at, at + this.#partSize - this.#inPart);
      this.#part.update(piece);
      this.#inPart += piece.length;
      at += piece.length;
      if (this.#inPart === this.#partSize) this.#close();
    }
  }

  /** To be asked once, when all is in. */
  etag(): string {
    if (this.#inPart > 0) this.#close();
    return `${this.#all.digest('hex')}-${this.#count}`;
  }

  #close(): void {
    this.#all.update(this.#part.digest());
    this.#part = createHash('md5');
    this.#inPart = 0;
    this.#count += 1;
  }
}
