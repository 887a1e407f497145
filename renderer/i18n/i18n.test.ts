// @vitest-environment happy-dom
import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { FAILURE_CODES } from '../../shared/failure';
import { en } from './en';
import { spokenLanguage, startI18n } from './index';
import { zhCN } from './zh-CN';

function entries(words: object, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : entries(value as object, `${path}${key}.`),
  );
}

function holes(text: string): string[] {
  return [...new Set(text.match(/\{\{\w+\}\}/g))].sort();
}

const english = entries(en);
const chinese = new Map(entries(zhCN));

describe('the words', () => {
  it('are there in both languages, and none is empty', () => {
    const expected = english.map(([key]) => key).filter((key) => !key.endsWith('_one'));
    expect([...chinese.keys()].sort()).toEqual(expected.sort());
    for (const [key, text] of [...english, ...chinese]) expect(text.trim(), key).not.toBe('');
  });

  it('have an English singular to each plural', () => {
    const keys = new Set(english.map(([key]) => key));
    for (const key of keys) if (key.endsWith('_other')) expect(keys).toContain(key.replace(/_other$/, '_one'));
  });

  it('leave the same holes for facts', () => {
    for (const [key, text] of english) {
      const other = chinese.get(key);
      if (other !== undefined) expect({ key, holes: holes(other) }).toEqual({ key, holes: holes(text) });
    }
  });

  it('know each failure', async () => {
    await startI18n('en');
    for (const code of FAILURE_CODES) expect(i18next.t(`failures:${code}.help`).length).toBeGreaterThan(20);
  });
});

describe('spokenLanguage', () => {
  it.each([
    ['system', 'zh-Hans-CN', 'zh-CN'],
    ['system', 'de-DE', 'en'],
    ['en', 'zh-CN', 'en'],
  ] as const)('%s on %s is %s', (choice, locale, spoken) => {
    expect(spokenLanguage(choice, locale)).toBe(spoken);
  });
});
