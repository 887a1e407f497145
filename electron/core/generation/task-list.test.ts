import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { failure } from '../../../shared/failure';
import { NO_SETTINGS } from '../../../shared/generation';
import type { TaskRecord } from './records';
import { TaskList } from './task-list';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'flow-tasks-'));
});
afterEach(() => rm(root, { recursive: true }));

function task(n: number, state: TaskRecord['state']): TaskRecord {
  return {
    id: `t${n}`,
    batchId: 'b',
    connectionId: 'c',
    createdAt: n,
    key: `${n}.png`,
    facts: { ...NO_SETTINGS, prompt: 'dunes', provider: 'sketch', model: 'sketch-1', createdAt: n },
    size: { width: 512, height: 512 },
    reference: null,
    work: { kind: 'none' },
    picture: null,
    state,
  };
}

async function open(): Promise<TaskList> {
  const list = new TaskList(
    root,
    () => undefined,
    () => undefined,
  );
  await list.open();
  return list;
}

test('a run that lasts keeps the newest finished tasks, all others, and a journal of as many lines', async () => {
  const list = await open();
  await list.put(task(0, { kind: 'failed', failure: failure('unexpected'), kept: false }));
  for (let n = 1; n <= 1300; n += 1) {
    await list.put(task(n, { kind: 'queued' }));
    await list.put(task(n, { kind: 'done', finishedAt: n }));
  }
  const ids = list.all().map(({ id }) => id);
  expect(ids.length).toBeLessThanOrEqual(601);
  expect([ids[0], ids.at(-1)]).toEqual(['t0', 't1300']);
  await list.close();
  const lines = (await readFile(path.join(root, 'tasks.ndjson'), 'utf8')).split('\n');
  expect(lines.length).toBeLessThan(900);
  const again = await open();
  expect(again.all()).toHaveLength(501);
  expect(again.get('t1300')?.state.kind).toBe('done');
  await again.close();
});
