// @vitest-environment happy-dom
import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { changeLanguage, startI18n } from '../i18n';
import {
  formatBytes,
  formatClock,
  formatDay,
  formatDollars,
  formatDuration,
  formatPercent,
  formatSpeed,
} from './format';

beforeAll(() => startI18n('en'));

describe('in English', () => {
  it.each([
    [formatBytes(0), '0 bytes'],
    [formatBytes(1), '1 byte'],
    [formatBytes(999), '999 bytes'],
    [formatBytes(999_600), '1 MB'],
    [formatBytes(3_140_000), '3.1 MB'],
    [formatBytes(512_400_000), '512 MB'],
    [formatBytes(61_400_000_000), '61.4 GB'],
    [formatSpeed(24_000_000), '24 MB/s'],
    [formatClock(13_000), '0:13'],
    [formatClock(3_765_000), '1:02:45'],
    [formatDuration(0.2), '1 sec'],
    [formatDuration(14), '14 sec'],
    [formatDuration(180), '3 min'],
    [formatDuration(3600), '1 hr'],
    [formatDuration(3900), '1 hr 5 min'],
    [formatDuration(604_800), '7 days'],
    [formatPercent(0.9999), '99%'],
    [formatPercent(1), '100%'],
    [formatDollars(0), '$0.00'],
    [formatDollars(0.0000045), '$0.0000045'],
    [formatDollars(12.345), '$12.35'],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });

  it('carries hours and days over instead of saying 60 minutes', () => {
    expect(formatDuration(3599.6)).toBe('1 hr');
    expect(formatDuration(7199)).toBe('2 hr');
    expect(formatDuration(86_399)).toBe('1 day');
  });

  it('calls today and yesterday by their names', () => {
    const now = new Date(2026, 10, 20, 12).getTime();
    expect(formatDay(new Date(2026, 10, 20, 9, 5).getTime(), now)).toMatch(/^Today, 9:05/);
    expect(formatDay(new Date(2026, 10, 19, 23).getTime(), now)).toMatch(/^Yesterday, 11:00/);
    expect(formatDay(new Date(2026, 2, 4).getTime(), now)).toBe('Mar 4, 2026');
  });
});

describe('in Chinese', () => {
  it('follows the language at once', async () => {
    await changeLanguage('zh-CN');
    expect(i18next.t('common:nav.library')).toBe('资料库');
    expect(formatDay(new Date(2026, 2, 4).getTime())).toBe('2026年3月4日');
    await changeLanguage('en');
  });

  it('sets a blank between number and unit, as its texts do', async () => {
    await changeLanguage('zh-CN');
    expect([formatDuration(604_800), formatDuration(3900), formatDuration(14)]).toEqual([
      '7 天',
      '1 小时 5 分钟',
      '14 秒',
    ]);
    expect([formatBytes(812), formatBytes(3_140_000)]).toEqual(['812 字节', '3.1 MB']);
    await changeLanguage('en');
  });
});
