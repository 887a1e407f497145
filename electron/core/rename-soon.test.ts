import { beforeEach, describe, expect, it, vi } from 'vitest';
import { renameSoon, renameSoonSync } from './rename-soon';

const { asked, answers } = vi.hoisted(() => ({ asked: [] as string[][], answers: [] as string[] }));

/** Each rename is refused with the next of `answers`; when there are none left, it succeeds. */
function answer(from: string, to: string): void {
  asked.push([from, to]);
  const code = answers.shift();
  if (code !== undefined) throw Object.assign(new Error(`${code}: refused`), { code });
}

vi.mock('node:fs', async (original) => ({ ...(await original<object>()), renameSync: answer }));
vi.mock('node:fs/promises', async (original) => ({
  ...(await original<object>()),
  rename: async (from: string, to: string) => answer(from, to),
}));

beforeEach(() => {
  asked.length = 0;
  answers.length = 0;
});

describe.each([
  ['while others go on', renameSoon],
  ['while nothing else runs', async (...names: Parameters<typeof renameSoonSync>) => renameSoonSync(...names)],
])('a rename, %s,', (_how, renameIt) => {
  it('is tried again on Windows while another program holds the file, and never once it is done', async () => {
    answers.push('EPERM', 'EACCES', 'EBUSY');
    await renameIt('a', 'b', 'win32');
    expect(asked).toEqual(Array(4).fill(['a', 'b']));
  });

  it('is given up on Windows where the file is never let go of', async () => {
    answers.push(...Array<string>(100).fill('EPERM'));
    await expect(renameIt('a', 'b', 'win32')).rejects.toMatchObject({ code: 'EPERM' });
    expect(asked).toHaveLength(7);
  });

  it.each([
    ['win32', 'ENOENT'],
    ['linux', 'EPERM'],
    ['darwin', 'EBUSY'],
  ] as const)('is tried once on %s where it is refused with %s', async (platform, code) => {
    answers.push(code);
    await expect(renameIt('a', 'b', platform)).rejects.toMatchObject({ code });
    expect(asked).toHaveLength(1);
  });
});
