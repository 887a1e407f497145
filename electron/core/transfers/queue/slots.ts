import type { FailureCode } from '../../../../shared/failure';
import { MULTIPART_FROM_BYTES } from '../part-plan';

/** Requests of one connection at once, to begin with: R2 has failed parts that came five at a time (benbjohnson/litestream#912). */
const START = 4;
const LEAST = 1;
/** Enough to hide 30 ms of latency behind small files; more only make a queue in the server. */
const MOST = 32;
/** What fails together is one sign, not many. */
const ONE_SIGN_MS = 2000;
const MEDIUM_BYTES = 4 * 1024 * 1024;
const LARGE_WEIGHT = 3;
/** Large files fill the line by their parts; more of them at once only take memory. */
const LARGE_ABREAST = 3;
/** Parts of one file under way at once. */
const PARTS_ABREAST = 4;

const SIGNS: ReadonlySet<FailureCode> = new Set<FailureCode>(['rate-limited', 'server-error', 'timeout']);

/** What is under way on a connection. */
export interface Load {
  readonly weight: number;
  readonly large: number;
}

/** How much of a connection's room an item takes. */
export function loadOf(bytes: number): Load {
  if (bytes >= MULTIPART_FROM_BYTES) return { weight: LARGE_WEIGHT, large: 1 };
  return { weight: bytes >= MEDIUM_BYTES ? 2 : 1, large: 0 };
}

/**
 * How many items of one connection may move at once: more with each that arrives, half as many when the server shows that it has
 * too much to do (as TCP does, and rclone's pacer). Until the first such sign it grows quickly.
 */
export class Slots {
  #limit = START;
  #slowed = false;
  #lastSign = -Infinity;

  /** Whole requests. */
  get limit(): number {
    return Math.floor(this.#limit);
  }

  /** Whether an item of this load may join what is under way; one alone always may. */
  hasRoom(next: Load, now: Load): boolean {
    if (now.weight === 0) return true;
    return now.weight + next.weight <= this.limit && now.large + next.large <= LARGE_ABREAST;
  }

  /** Whether it may as soon as only the large ones of what is under way are left. */
  hasRoomBesideLarge(next: Load, now: Load): boolean {
    return this.hasRoom(next, { weight: now.large * LARGE_WEIGHT, large: now.large });
  }

  get partsAbreast(): number {
    return Math.min(PARTS_ABREAST, this.limit);
  }

  arrived(): void {
    this.#limit = Math.min(MOST, this.#limit + (this.#slowed ? 1 / this.#limit : 1));
  }

  /** `now`: ms since 1970. */
  failed(code: FailureCode, now: number): void {
    // Either way, since the clock may have been set back.
    if (!SIGNS.has(code) || Math.abs(now - this.#lastSign) < ONE_SIGN_MS) return;
    this.#lastSign = now;
    this.#slowed = true;
    this.#limit = Math.max(LEAST, this.#limit / 2);
  }
}
