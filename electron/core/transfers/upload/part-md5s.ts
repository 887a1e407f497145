import type { Md5 } from '../md5/md5';
import { MD5_LANES } from '../md5/md5-lanes';
import { partAt, type PartPlan } from '../part-plan';
import type { SourceFile } from '../source-file';

/**
 * The MD5s of the parts of a file, hashed some at once, which costs a third, and ahead of those that are being sent. They are read
 * for that by themselves and soon again to be sent, from what the system still holds in memory.
 */
export class PartMd5s {
  readonly #source: SourceFile;
  readonly #plan: PartPlan;
  readonly #turns: Promise<readonly Md5[]>[] = [];

  constructor(source: SourceFile, plan: PartPlan) {
    this.#source = source;
    this.#plan = plan;
  }

  async of(partNumber: number): Promise<Md5> {
    const index = Math.floor((partNumber - 1) / MD5_LANES);
    const ofTurn = await this.#turn(index);
    void this.#turn(index + 1);
    const md5 = ofTurn[(partNumber - 1) % MD5_LANES];
    if (md5 === undefined) throw new RangeError(`There is no part ${partNumber}`);
    return md5;
  }

  /** Resolves when nothing reads the file any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#turns);
  }

  #turn(index: number): Promise<readonly Md5[]> {
    const known = this.#turns[index];
    if (known !== undefined) return known;
    const first = index * MD5_LANES + 1;
    const count = Math.max(0, Math.min(MD5_LANES, this.#plan.count - first + 1));
    const spans = Array.from({ length: count }, (_, nth) => partAt(this.#plan, first + nth));
    const turn = Promise.all(spans.map((span) => this.#source.md5(span)));
    // Told by `of`.
    turn.catch(() => undefined);
    this.#turns[index] = turn;
    return turn;
  }
}
