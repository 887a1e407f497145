/** How the app behaves while it works: what a person has chosen for all transfers. */
export interface WorkSettings {
  /** Quitting asks while something is under way. */
  readonly askBeforeQuit: boolean;
  /** The system tells when all is done and the window is not in front. */
  readonly notifyWhenDone: boolean;
  readonly speed: SpeedSettings;
}

export interface SpeedSettings {
  /** Whether the limits below are kept. */
  readonly limited: boolean;
  /** Bytes a second; null for as fast as it goes. */
  readonly upload: number | null;
  readonly download: number | null;
  /** Kept only in these hours; null: always. */
  readonly hours: LimitHours | null;
}

/** Hours of the day, by the clock of this computer. From 22:00 to 06:00 reaches into the day after those that are named. */
export interface LimitHours {
  /** Minutes after midnight, 0 to 1,439. */
  readonly from: number;
  readonly to: number;
  /** 0 is Sunday, as in JavaScript. */
  readonly days: readonly number[];
}

export const DEFAULT_HOURS: LimitHours = { from: 8 * 60, to: 18 * 60, days: [1, 2, 3, 4, 5] };

export const DEFAULT_WORK: WorkSettings = {
  askBeforeQuit: true,
  notifyWhenDone: true,
  speed: { limited: false, upload: 5_000_000, download: null, hours: null },
};

const DAY_MINUTES = 24 * 60;

/** Whether a moment lies in the hours. The same from and to is the whole day. */
function isWithin({ from, to, days }: LimitHours, at: Date): boolean {
  const minute = at.getHours() * 60 + at.getMinutes();
  const today = at.getDay();
  if (from < to) return days.includes(today) && minute >= from && minute < to;
  // Over midnight: the evening of a named day, and the morning after it.
  return minute >= from ? days.includes(today) : minute < to && days.includes((today + 6) % 7);
}

export interface SpeedLimits {
  /** Bytes a second; null for none. */
  readonly upload: number | null;
  readonly download: number | null;
}

/** The limits as they are at a moment. */
export function limitsAt({ limited, upload, download, hours }: SpeedSettings, at: Date): SpeedLimits {
  const kept = limited && (hours === null || isWithin(hours, at));
  return kept ? { upload, download } : { upload: null, download: null };
}

/** The fewest bytes a second that can be chosen: less would only time out. */
export const MIN_LIMIT = 10_000;
export const MAX_LIMIT = 10_000_000_000;
export const LAST_MINUTE = DAY_MINUTES - 1;
