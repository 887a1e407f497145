import { LARGE_BYTES } from '../../shared/library';
import type { DateFilter, SizeFilter } from '../../shared/view-filters';

/** The dates and sizes that one click chooses, by the name of their words. */

export const PRESET_NAMES = ['today', 'week', 'month', 'year'] as const;
export type DatePreset = (typeof PRESET_NAMES)[number];

export const DATE_PRESETS: Readonly<Record<DatePreset, DateFilter>> = {
  today: { kind: 'today' },
  week: { kind: 'days', days: 7 },
  month: { kind: 'days', days: 30 },
  year: { kind: 'year' },
};

export const SIZE_NAMES = ['small', 'medium', 'big', 'large'] as const;
export type SizePreset = (typeof SIZE_NAMES)[number];

const MB = 1_000_000;

/** Each begins where the one before ends. */
export const SIZE_PRESETS: Readonly<Record<SizePreset, SizeFilter>> = {
  small: { least: null, most: MB - 1 },
  medium: { least: MB, most: 10 * MB - 1 },
  big: { least: 10 * MB, most: LARGE_BYTES - 1 },
  large: { least: LARGE_BYTES, most: null },
};

export function presetOfDate(filter: DateFilter): DatePreset | null {
  return PRESET_NAMES.find((name) => JSON.stringify(DATE_PRESETS[name]) === JSON.stringify(filter)) ?? null;
}

export function presetOfSize({ least, most }: SizeFilter): SizePreset | null {
  return SIZE_NAMES.find((name) => SIZE_PRESETS[name].least === least && SIZE_PRESETS[name].most === most) ?? null;
}
