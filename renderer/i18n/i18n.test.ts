// @vitest-environment happy-dom
import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { FAILURE_CODES } from '../../shared/failure';
import { en } from './en';
import { spokenLanguage, startI18n } from './index';
import { pseudo } from './pseudo';
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

/** The lines of what main itself says in Chinese, read as text: a page may not import them. */
const nativeChinese = Object.entries(
  import.meta.glob<string>('../../electron/shell/{native,menu}-words.ts', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
).flatMap(([file, code]) =>
  [...code.matchAll(/['`]([^'`\n]*\p{Script=Han}[^'`\n]*)['`]/gu)].map((found): [string, string] => [
    file,
    found[1] ?? '',
  ]),
);

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

  it('call each thing by one name in Chinese, in the windows of the system too', () => {
    const others = ['媒体库', '在图库', '账号', '帐户', '分片', '存储类型', '引导系数', '列举', '您', '参考图片'];
    others.push('两个都保留', '仪表板打开');
    const found = [...chinese, ...nativeChinese].filter(([, text]) => others.some((other) => text.includes(other)));
    expect(nativeChinese.length).toBeGreaterThan(50);
    expect(found).toEqual([]);
  });

  it('are set as Chinese is: with its own marks, and no blank beside a quotation mark', () => {
    const halfWidth = /\p{Script=Han}[(),;:!?]|[(),;:!?]\p{Script=Han}/u;
    // What stands between the quotation marks there is typed as it is.
    const plain = [...chinese, ...nativeChinese].map(
      ([key, text]) => [key, text.replace('“用户名:密码”', '')] as const,
    );
    expect(plain.filter(([, text]) => halfWidth.test(text))).toEqual([]);
    expect(plain.filter(([, text]) => /[“”]\s|\s[“”]/.test(text))).toEqual([]);
  });

  it('speak of videos, lowercase letters and fixing in English', () => {
    const others = /\b(films?|small letters|mend(ed|s)?|kin)\b/i;
    expect(english.filter(([, text]) => others.test(text))).toEqual([]);
  });

  it('know each failure', async () => {
    await startI18n('en');
    for (const code of FAILURE_CODES) expect(i18next.t(`failures:${code}.help`).length).toBeGreaterThan(20);
  });
});

interface WrittenKeys {
  readonly whole: ReadonlySet<string>;
  readonly beginnings: readonly string[];
  readonly ends: readonly string[];
}

/** Every string in the page's sources, and what those that are put together begin or end with. */
function writtenKeys(): WrittenKeys {
  const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!./**', '!../**/*.test.*', '!../fake/**'], {
    query: '?raw',
    import: 'default',
    eager: true,
  });
  const code = Object.values(sources).join('\n');
  const whole = [...code.matchAll(/'([\w:.-]+)'/g)].map((found) => found[1] ?? '');
  const beginnings = [...code.matchAll(/`([\w:.-]{3,})\$\{/g)].map((found) => found[1] ?? '');
  const ends = [...code.matchAll(/`\$\{[^}`]*\}(\.[\w.-]{3,})`/g)].map((found) => found[1] ?? '');
  return { whole: new Set(whole), beginnings, ends };
}

describe('the keys', () => {
  it('are all asked for somewhere', () => {
    const { whole, beginnings, ends } = writtenKeys();
    expect(whole.size).toBeGreaterThan(1000);
    const isUsed = (name: string): boolean =>
      whole.has(name) || beginnings.some((one) => name.startsWith(one)) || ends.some((one) => name.endsWith(one));
    const unused = english
      .map(([key]) => key.replace(/_(one|other)$/, ''))
      .filter((key) => {
        const [namespace = '', ...path] = key.split('.');
        return ![path.join('.'), `${namespace}:${path.join('.')}`].some(isUsed);
      });
    expect(unused).toEqual([]);
  });
});

describe('the pseudo language', () => {
  it('brackets, accents and lengthens, and leaves holes and marks as they are', () => {
    expect(pseudo('Go to {{place}}')).toBe('[Gö tö {{place}} lö]');
    expect(pseudo('Results go to <place/> now')).toContain('<place/>');
    expect(pseudo('A sentence of some length').length).toBeGreaterThan(25 * 1.3);
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
