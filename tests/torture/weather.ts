import { answer, type Fault, type SeenRequest } from '../../electron/core/transfers/fault-proxy.test-support';
import { Pace } from '../../electron/core/transfers/pace.test-support';
import type { Dice } from './dice';

const KIB = 1024;
const MIB = 1024 * KIB;

/** Longer than any client waits for a silent server; few, since each costs its minute. */
const SILENCE_MS = 70_000;
const SILENCES = 3;

const WITH_BODY = new Set(['PutObject', 'UploadPart']);
/** Not to HeadObject: there the ETag is what tells one's own object from another's, and a person would rightly be asked. */
const WITH_ETAG = new Set(['PutObject', 'UploadPart', 'GetObject']);

/** What goes wrong between app and server: a share of all requests, each in one of the ways that the network knows. */
export class Weather {
  /** How often each kind of fault was met. */
  readonly met = new Map<string, number>();
  readonly #dice: Dice;
  readonly #share: number;
  #silences = SILENCES;

  constructor(dice: Dice, share: number) {
    this.#dice = dice;
    this.#share = share;
  }

  readonly fault = (seen: SeenRequest): Fault | null => {
    if (!this.#dice.chance(this.#share)) return null;
    const fault = this.#choose(seen);
    const name = fault.kind === 'answer' ? `${fault.status}` : fault.kind;
    this.met.set(name, (this.met.get(name) ?? 0) + 1);
    return fault;
  };

  #choose(seen: SeenRequest): Fault {
    const dice = this.#dice;
    const body = WITH_BODY.has(seen.operation);
    return dice.pick<() => Fault>([
      [36, () => this.#refusal()],
      [12, () => ({ kind: 'reset' })],
      [body ? 14 : 0, () => ({ kind: 'break-off', bytes: dice.whole(1, 16 * MIB) })],
      [10, () => ({ kind: 'lose-answer' })],
      [seen.operation === 'GetObject' ? 20 : 4, () => ({ kind: 'cut', bytes: dice.whole(1, 8 * MIB) })],
      [WITH_ETAG.has(seen.operation) ? 6 : 0, () => ({ kind: 'etag', etag: 'd41d8cd98f00b204e9800998ecf8427e' })],
      [8, () => ({ kind: 'stall', ms: this.#silence() })],
      [8, () => ({ kind: 'slow', ms: 0, pace: new Pace(body || seen.operation === 'GetObject' ? 2 * MIB : 2 * KIB) })],
    ])();
  }

  #refusal(): Fault {
    const asked = this.#dice.chance(0.5) ? { 'retry-after': '1' } : {};
    return this.#dice.pick<Fault>([
      [3, answer(429, 'TooManyRequests', asked)],
      [4, answer(500, 'InternalError')],
      [4, answer(503, 'ServiceUnavailable', asked)],
    ]);
  }

  #silence(): number {
    if (this.#silences === 0 || this.#dice.chance(0.9)) return this.#dice.whole(200, 3000);
    this.#silences -= 1;
    return SILENCE_MS;
  }
}
