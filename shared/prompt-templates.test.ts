import { expect, it } from 'vitest';
import { asTemplate, MAX_PROMPTS, promptsOf } from './prompt-templates';

it.each([
  ['a fox', ['a fox']],
  ['a {red|blue} fox', ['a red fox', 'a blue fox']],
  ['{a|b} {1|2}', ['a 1', 'a 2', 'b 1', 'b 2']],
  ['a {calm|{loud|wild} } sea', ['a calm sea', 'a loud  sea', 'a wild  sea']],
  ['{same|same} words', ['same words']],
  ['a {|red }fox', ['a fox', 'a red fox']],
  ['{|only}', ['only']],
  ['  ', []],
  // Ordinary text.
  ['a {fox}', ['a {fox}']],
  ['a {fox|hare', ['a {fox|hare']],
  ['one | two }', ['one | two }']],
  ['{a{b|c}', ['{ab', '{ac']],
  [String.raw`\{a|b\} and \\`, ['{a|b} and \\']],
  [String.raw`{a\|b|c}`, ['a|b', 'c']],
  [String.raw`c:\new`, [String.raw`c:\new`]],
])('%j stands for %j', (template, prompts) => {
  expect(promptsOf(template)).toEqual({ kind: 'prompts', prompts });
});

it('refuses more than it can show, without making them', () => {
  expect(promptsOf('{a|b}'.repeat(6))).toMatchObject({ kind: 'prompts' });
  expect(promptsOf('{a|b}'.repeat(7))).toEqual({ kind: 'too-many', count: 2 * MAX_PROMPTS });
  expect(promptsOf('{a|b}'.repeat(400))).toMatchObject({ kind: 'too-many' });
});

it('reads the longest text of braces, however deep', () => {
  expect(promptsOf('{'.repeat(32_000))).toEqual({ kind: 'prompts', prompts: ['{'.repeat(32_000)] });
  expect(promptsOf('{a|'.repeat(8000) + '}'.repeat(8000))).toMatchObject({ kind: 'prompts' });
});

it.each(['a {b|c}', '{|}', String.raw`\{x\\`, 'plain'])('%j can be meant as it is', (prompt) => {
  expect(promptsOf(asTemplate(prompt))).toEqual({ kind: 'prompts', prompts: [prompt] });
});
