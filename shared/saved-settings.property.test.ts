import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mutated } from '../tests/support/fuzz/any-value';
import { LOCAL_API_OFF } from './local-api';
import { savedLocalApi } from './local-api-schemas';
import { DEFAULT_SETTINGS } from './settings';
import { savedSettings } from './settings-schemas';

const RUNS = { numRuns: 500 };

/** As it comes out of a JSON file. */
function fromDisk(value: unknown): unknown {
  const text = JSON.stringify(value, (_name, field: unknown) => (typeof field === 'bigint' ? String(field) : field));
  return text === undefined ? null : (JSON.parse(text) as unknown);
}

describe('a file of settings, whatever stands in it', () => {
  it('costs no more than the fields that are wrong', () => {
    const saved = fc.record({ name: fc.constantFrom(...Object.keys(DEFAULT_SETTINGS)), value: fc.anything() });
    fc.assert(
      fc.property(saved, ({ name, value }) => {
        const changed = { ...DEFAULT_SETTINGS, theme: 'dark', language: 'zh-CN', [name]: fromDisk(value) };
        const read = savedSettings.parse(changed);
        expect(savedSettings.parse(fromDisk(read))).toEqual(read);
        for (const other of ['theme', 'language'] as const)
          if (name !== other) expect(read[other]).toBe(changed[other]);
      }),
      RUNS,
    );
  });

  it('is read, or no table of settings at all', () => {
    fc.assert(
      fc.property(fc.constant<unknown>(DEFAULT_SETTINGS).chain(mutated).map(fromDisk), (saved) => {
        const { data } = savedSettings.safeParse(saved);
        if (data === undefined) expect(typeof saved !== 'object' || saved === null || Array.isArray(saved)).toBe(true);
        else expect(Object.keys(data).sort()).toEqual(Object.keys(DEFAULT_SETTINGS).sort());
      }),
      RUNS,
    );
  });

  it('of the local API never switches it on by damage, nor to a port that may not be', () => {
    const off = { ...LOCAL_API_OFF.settings, sealedToken: 'x' };
    fc.assert(
      fc.property(fc.constant<unknown>(off).chain(mutated).map(fromDisk), (saved) => {
        const read = savedLocalApi.parse(saved);
        expect(read.enabled).toBe((saved as { enabled?: unknown } | null)?.enabled === true);
        expect(savedLocalApi.parse(fromDisk(read))).toEqual(read);
      }),
      RUNS,
    );
  });
});
