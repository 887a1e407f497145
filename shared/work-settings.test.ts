import { describe, expect, it } from 'vitest';
import { savedWorkSettings } from './work-schemas';
import { DEFAULT_WORK, limitsAt, type LimitHours } from './work-settings';

const NONE = { upload: null, download: null };
const BOTH = { upload: 1_000_000, download: 2_000_000 };

function at(hours: LimitHours | null, moment: string) {
  return limitsAt({ limited: true, ...BOTH, hours }, new Date(moment));
}

describe('the work settings of a settings file', () => {
  it('are the usual ones where the file knows none', () => {
    expect(savedWorkSettings.parse(undefined)).toEqual(DEFAULT_WORK);
  });

  it('fall back field by field', () => {
    const saved = {
      askBeforeQuit: false,
      notifyWhenDone: 3,
      speed: { limited: true, upload: -1, hours: { from: 'x' } },
    };
    expect(savedWorkSettings.parse(saved)).toEqual({
      askBeforeQuit: false,
      notifyWhenDone: true,
      speed: { ...DEFAULT_WORK.speed, limited: true },
    });
  });
});

describe('speed limits', () => {
  it('are kept always without hours, and never when they are off', () => {
    expect(at(null, '2026-11-25T03:00')).toEqual(BOTH);
    expect(limitsAt({ limited: false, ...BOTH, hours: null }, new Date())).toEqual(NONE);
  });

  it('are kept in their hours of their days', () => {
    const office = { from: 8 * 60, to: 18 * 60, days: [1, 2, 3, 4, 5] };
    expect(at(office, '2026-11-25T07:59')).toEqual(NONE);
    expect(at(office, '2026-11-25T08:00')).toEqual(BOTH);
    expect(at(office, '2026-11-25T17:59')).toEqual(BOTH);
    expect(at(office, '2026-11-25T18:00')).toEqual(NONE);
    expect(at(office, '2026-11-28T12:00')).toEqual(NONE);
  });

  it('reach over midnight into the day after', () => {
    const night = { from: 22 * 60, to: 6 * 60, days: [5] };
    expect(at(night, '2026-11-27T23:00')).toEqual(BOTH);
    expect(at(night, '2026-11-28T05:59')).toEqual(BOTH);
    expect(at(night, '2026-11-28T06:00')).toEqual(NONE);
    expect(at(night, '2026-11-28T23:00')).toEqual(NONE);
    expect(at(night, '2026-11-27T05:00')).toEqual(NONE);
  });

  it('take the same hour twice as the whole day', () => {
    const day = { from: 0, to: 0, days: [3] };
    expect(at(day, '2026-11-25T00:00')).toEqual(BOTH);
    expect(at(day, '2026-11-25T23:59')).toEqual(BOTH);
    expect(at(day, '2026-11-26T00:00')).toEqual(NONE);
  });
});
