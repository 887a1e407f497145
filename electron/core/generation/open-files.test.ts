import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { whileHeld } from '../windows-files.test-support';
import { TaskList } from './task-list';
import { INPUT, NOVEMBER, reach, TestApp } from './test-app.test-support';

vi.mock('node:fs/promises', async (original) => {
  const { filesOfWindows } = await import('../windows-files.test-support');
  return filesOfWindows(await original());
});

test('on Windows, too, it starts on what the last run left, and what is forgotten is gone from the disk', async () => {
  const app = await TestApp.create();
  try {
    const first = await app.launch();
    await first.startTasks({ ...INPUT, prompt: 'A private prompt' });
    const { key, id } = await reach(first, 'uploading');
    app.uploads.become('transfer-0', { kind: 'done', finishedAt: NOVEMBER, verified: 'md5' });
    await reach(first, 'done');
    await app.quit(first);
    const again = await app.launch();
    expect(again.slice().tasks).toMatchObject([{ id, key }]);
    await again.forgetConnection(INPUT.connectionId);
    await app.quit(again);
    for (const name of ['prompts', 'history'])
      expect(await readFile(path.join(app.root, `${name}.ndjson`), 'utf8')).not.toContain('private');
  } finally {
    await app.close();
  }
});

test('the tasks are read on Windows though a virus scanner holds their file for a moment', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'flow-held-'));
  const aside: string[] = [];
  const list = new TaskList(
    root,
    () => undefined,
    (copy) => aside.push(copy),
  );
  try {
    await whileHeld(path.join(root, 'tasks.ndjson'), 2, () => list.open());
    expect(aside).toEqual([]);
  } finally {
    await list.close();
    await rm(root, { recursive: true });
  }
});
