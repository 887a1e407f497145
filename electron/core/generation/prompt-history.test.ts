import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { PastPrompt } from '../../../shared/past-prompts';
import { PromptHistory } from './prompt-history';

let root = '';
let history: PromptHistory;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'flow-prompts-'));
  history = new PromptHistory(
    root,
    () => undefined,
    () => undefined,
  );
  await history.open();
});

afterEach(async () => {
  await history.close();
  await rm(root, { recursive: true });
});

const SETTINGS = {
  provider: 'sketch',
  model: 'sketch-1',
  size: { width: 512, height: 512 },
  count: 1,
  negativePrompt: '',
  style: null,
  seed: 7,
  steps: null,
  guidance: null,
  seconds: null,
  extra: null,
} as const;

let ids = 0;
function asked(prompt: string, change: Partial<PastPrompt> = {}): PastPrompt {
  const id = `p${ids++}`;
  return { id, connectionId: 'c1', askedAt: ids, prompt, template: false, settings: SETTINGS, ...change };
}

const words = (search = '') => history.find(search, 100).prompts.map(({ prompt }) => prompt);

async function reopened(): Promise<void> {
  await history.close();
  history = new PromptHistory(
    root,
    () => undefined,
    () => undefined,
  );
  await history.open();
}

it('tells each prompt once, the newest first, also after a restart', async () => {
  for (const prompt of ['a moon', 'a fox', 'a moon']) await history.add(asked(prompt));
  await history.add(asked('a fox', { connectionId: 'c2' }));
  expect(words()).toEqual(['a fox', 'a moon']);
  await reopened();
  expect(words()).toEqual(['a fox', 'a moon']);
  expect(history.find('', 1)).toMatchObject({ total: 2, prompts: [{ connectionId: 'c2' }] });
});

it('finds prompts that hold all words, in any order and case', async () => {
  for (const prompt of ['A red fox in snow', 'a red moon', 'snow']) await history.add(asked(prompt));
  expect(words('snow RED')).toEqual(['A red fox in snow']);
});

it('forgets one prompt wherever it was asked for, and leaves nothing of it on disk', async () => {
  await history.add(asked('a secret fox'));
  await history.add(asked('a secret fox', { connectionId: 'c2' }));
  await history.add(asked('a moon'));
  const [, fox] = history.find('', 10).prompts;
  await history.forget([fox?.id ?? '']);
  expect(words()).toEqual(['a moon']);
  expect(await readFile(path.join(root, 'prompts.ndjson'), 'utf8')).not.toContain('secret');
  await history.add(asked('a hare'));
  await reopened();
  expect(words()).toEqual(['a hare', 'a moon']);
});

it('forgets all, and what belongs to a connection', async () => {
  await history.add(asked('one'));
  await history.add(asked('two', { connectionId: 'c2' }));
  await history.forgetConnection('c2');
  expect(words()).toEqual(['one']);
  await history.forget('all');
  expect(words()).toEqual([]);
});
