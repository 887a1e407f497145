import { expect, it } from 'vitest';
import { isTextFile, textKindOf } from './text-language';

it.each([
  ['notes.md', { kind: 'markdown' }],
  ['flow.json', { kind: 'code', language: 'json' }],
  ['run.PY', { kind: 'code', language: 'python' }],
  ['prompt.txt', { kind: 'plain' }],
  ['table.csv', { kind: 'plain' }],
  ['no-end', { kind: 'plain' }],
  ['a.constructor', { kind: 'plain' }],
])('%s', (name, kind) => {
  expect(textKindOf(name)).toEqual(kind);
});

it('shows as text what is one by its type, or by its name where the type says nothing', () => {
  expect(isTextFile({ name: 'x', media: 'document' })).toBe(true);
  expect(isTextFile({ name: 'settings.yaml', media: 'other' })).toBe(true);
  expect(isTextFile({ name: 'model.safetensors', media: 'other' })).toBe(false);
  expect(isTextFile({ name: 'toString', media: 'other' })).toBe(false);
});
