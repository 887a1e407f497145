import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from './settings';
import { savedSettings } from './settings-schemas';

describe('a settings file', () => {
  it('of a version that knew fewer settings keeps what it says, and the new ones are as they come', () => {
    const old = { theme: 'dark', language: 'zh-CN', libraryLayout: 'list', tileSize: 180, linkFormat: 'markdown' };
    expect(savedSettings.parse(old)).toEqual({ ...DEFAULT_SETTINGS, ...old });
  });

  it.each([49, 50_001, 250.5, '500', null, -1])(
    'with a broken cap of the cache (%s) loses that alone',
    (cacheMegabytes) => {
      const { theme, cacheMegabytes: cap } = savedSettings.parse({ theme: 'dark', cacheMegabytes });
      expect([theme, cap]).toEqual(['dark', 500]);
    },
  );

  it.each(['{yyyy}/{mm}', '{name}-{seed}', 'x'.repeat(501), 7])(
    'with bad names of results (%s) loses them alone',
    (bad) => {
      const { theme, generatedNames } = savedSettings.parse({ theme: 'dark', generatedNames: bad });
      expect([theme, generatedNames]).toEqual(['dark', DEFAULT_SETTINGS.generatedNames]);
    },
  );

  it('of a version that knows more is read as far as it goes', () => {
    expect(savedSettings.parse({ cacheMegabytes: 1000, tomorrow: 1 })).toEqual({
      ...DEFAULT_SETTINGS,
      cacheMegabytes: 1000,
    });
  });
});
