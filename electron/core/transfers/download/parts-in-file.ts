import { Following } from './following';
import { compositeEtag, md5FromDigest } from '../md5/md5';
import { MD5_LANES } from '../md5/md5-lanes';
import type { PartFile } from './part-file';
import { partAt, type PartPlan } from '../part-plan';
import type { Verdict } from '../proof';
import type { GrowingProof } from './proof-in-order';

/** Larger parts are not left behind to be read again: the system may have to fetch them from the disk by then. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Smaller ones are hashed sooner than they are asked for. */
const LEAST_BYTES = 1024 * 1024;

/** Proves a multipart object by the parts that it was made of, as they lie in the file: some at once, which costs a third. */
export class PartsInFile implements GrowingProof {
  readonly #part: PartFile;
  readonly #plan: PartPlan;
  readonly #etag: string;
  readonly #following: Following;
  /** Null for one that the file turned out to be too short for. */
  readonly #digests: (Uint8Array | null)[] = [];

  constructor(part: PartFile, plan: PartPlan, etag: string) {
    this.#part = part;
    this.#plan = plan;
    this.#etag = etag;
    this.#following = new Following({
      ready: (goal) => this.#next(goal) > 0,
      take: (goal) => this.#hash(this.#next(goal)),
    });
  }

  static suits({ partSize, count }: PartPlan): boolean {
    return count > 1 && partSize >= LEAST_BYTES && partSize <= MOST_BYTES;
  }

  grow(_bytes: Uint8Array, position: number): Promise<void> {
    this.reach(position);
    return Promise.resolve();
  }

  reach(prefix: number): void {
    this.#following.reach(prefix);
  }

  finish(size: number): Promise<void> {
    return this.#following.finish(size);
  }

  stop(): Promise<void> {
    return this.#following.stop();
  }

  verdict(): Promise<Verdict> {
    if (this.#digests.includes(null)) return Promise.resolve('refuted');
    const md5s = this.#digests.flatMap((digest) => (digest === null ? [] : [md5FromDigest(Buffer.from(digest))]));
    // One that differs refutes nothing: R2 has had random ones (rclone).
    return Promise.resolve(compositeEtag(md5s) === this.#etag ? 'proven' : 'unknown');
  }

  detail(): string {
    return `ETag ${this.#etag}`;
  }

  /** How many parts to hash now: as many as make a full turn, fewer only at the end. */
  #next(goal: number): number {
    const { size, partSize, count } = this.#plan;
    const there = goal >= size ? count : Math.floor(goal / partSize);
    const left = Math.min(MD5_LANES, there - this.#digests.length);
    return left === MD5_LANES || there === count ? left : 0;
  }

  async #hash(count: number): Promise<void> {
    const first = this.#digests.length + 1;
    const spans = Array.from({ length: count }, (_, index) => partAt(this.#plan, first + index));
    this.#digests.push(...(await Promise.all(spans.map((span) => this.#part.md5(span)))));
  }
}
