import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, parse, sep } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { walk, type WalkOptions } from './walk';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'walk-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function touch(...names: readonly string[]): Promise<void> {
  for (const name of names) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), name);
  }
}

function found(...names: readonly string[]): Promise<readonly string[]> {
  return foundWith({ hiddenFiles: false }, ...names);
}

async function foundWith(options: WalkOptions, ...names: readonly string[]): Promise<readonly string[]> {
  const all: string[] = [];
  const paths = names.map((name) => join(folder, name));
  for await (const one of walk(paths, options)) {
    if (one.kind === 'file') all.push(one.relative);
    else if (one.kind === 'hidden') all.push(`hidden ${one.path.slice(folder.length + 1)}`);
    else all.push(`${one.failure.code} ${one.path.slice(folder.length + 1)}`);
  }
  return all;
}

describe('walk', () => {
  it('keeps the tree below what was given, in order', async () => {
    await touch('trip/b.png', 'trip/a/2.png', 'trip/a/1.png', 'single.png');
    expect(await found('trip', 'single.png')).toEqual(['trip/a/1.png', 'trip/a/2.png', 'trip/b.png', 'single.png']);
  });

  it('leaves hidden files out, but not one that was picked by itself', async () => {
    await touch(
      'trip/.DS_Store',
      'trip/Thumbs.db',
      'trip/desktop.ini',
      'trip/.git/config',
      'trip/a.png',
      '.env-sample',
    );
    expect(await found('trip', '.env-sample')).toEqual([
      'hidden trip/.DS_Store',
      'hidden trip/.git',
      'hidden trip/Thumbs.db',
      'trip/a.png',
      'hidden trip/desktop.ini',
      '.env-sample',
    ]);
  });

  it('takes hidden files along where that is wished, but never what a system left lying', async () => {
    await touch('trip/.DS_Store', 'trip/.git/config', 'trip/a.png', 'trip/.deep/.deeper/x');
    expect(await foundWith({ hiddenFiles: true }, 'trip')).toEqual([
      'hidden trip/.DS_Store',
      'trip/.deep/.deeper/x',
      'trip/.git/config',
      'trip/a.png',
    ]);
  });

  it('never takes what was thrown away along, nor what a system keeps at the top of a drive', async () => {
    await touch(
      'stick/$RECYCLE.BIN/S-1/$R1.jpg',
      'stick/DCIM/a.jpg',
      'stick/System Volume Information/x',
      'lost+found/y',
    );
    expect(await foundWith({ hiddenFiles: true }, 'stick', 'lost+found')).toEqual([
      'hidden stick/$RECYCLE.BIN',
      'stick/DCIM/a.jpg',
      'hidden stick/System Volume Information',
      'hidden lost+found',
    ]);
  });

  it('keeps the folders of a whole drive as they are, since it has no name to put in front', async () => {
    const { root } = parse(folder);
    for await (const one of walk([root], { hiddenFiles: true })) {
      if (one.kind !== 'file') continue;
      expect(one.relative).toBe(one.path.slice(root.length).replaceAll(sep, '/'));
      return;
    }
    expect.unreachable('a drive that holds the system has files');
  });

  it('follows links, but not in a circle, and tells of broken ones', async () => {
    await touch('real/a.png', 'trip/b.png');
    await symlink(join(folder, 'real'), join(folder, 'trip/linked'));
    await symlink(join(folder, 'real/a.png'), join(folder, 'trip/a.png'));
    await symlink(join(folder, 'trip'), join(folder, 'trip/circle'));
    await symlink(join(folder, 'nowhere'), join(folder, 'trip/broken'));
    expect(await found('trip')).toEqual([
      'trip/a.png',
      'trip/b.png',
      'file-missing trip/broken',
      'file-unreadable trip/circle',
      'trip/linked/a.png',
    ]);
  });

  it('tells what is missing, and goes on', async () => {
    await touch('a.png');
    expect(await found('gone', 'a.png')).toEqual(['file-missing gone', 'a.png']);
  });

  it.skipIf(process.platform === 'win32')('leaves out what is no file', async () => {
    await touch('trip/a.png');
    execFileSync('mkfifo', [join(folder, 'trip/pipe')]);
    expect(await found('trip')).toEqual(['trip/a.png', 'file-unreadable trip/pipe']);
  });
});
