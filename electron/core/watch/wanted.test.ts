import { describe, expect, it } from 'vitest';
import { isLookedInto, isReached, isWanted } from './wanted';

const MEDIA = { kinds: 'media', hiddenFiles: false } as const;
const ALL = { kinds: 'all', hiddenFiles: false } as const;

describe('what of a watched folder is uploaded', () => {
  it.each(['a.png', 'sub/b.MP4', 'c.heic', 'd.part.png'])('takes %s for a picture or a video', (name) => {
    expect(isWanted(name, MEDIA)).toBe(true);
  });

  it.each(['a.txt', 'workflow.json', 'song.mp3', 'noext'])(
    'leaves %s where only pictures and videos are wanted',
    (name) => {
      expect(isWanted(name, MEDIA)).toBe(false);
      expect(isWanted(name, ALL)).toBe(true);
    },
  );

  it.each(['.a.png', 'a.png.part', 'a.mp4.crdownload', 'a.tmp', 'a.png~', '~$a.docx', '.DS_Store', 'sub/Thumbs.db'])(
    'leaves out %s',
    (name) => {
      expect(isWanted(name, ALL)).toBe(false);
    },
  );

  it('takes hidden and temporary names where a person says so, the leftovers of systems never', () => {
    const all = { kinds: 'all', hiddenFiles: true } as const;
    expect(isWanted('.a.png', all)).toBe(true);
    expect(isWanted('a.part', all)).toBe(true);
    expect(isWanted('desktop.ini', all)).toBe(false);
  });

  it('looks into no hidden folder, and never where it moves files itself', () => {
    expect(isLookedInto('sub', MEDIA)).toBe(true);
    expect(isLookedInto('.git', MEDIA)).toBe(false);
    expect(isLookedInto('Uploaded', { hiddenFiles: true })).toBe(false);
    expect(isLookedInto('sub/Uploaded', MEDIA)).toBe(true);
  });

  it('looks into no folder that a system keeps for itself at the top of a drive', () => {
    expect(isLookedInto('System Volume Information', { hiddenFiles: true })).toBe(false);
    expect(isLookedInto('sub/lost+found', MEDIA)).toBe(true);
  });

  it('reaches a folder only through those above it', () => {
    const settings = { subfolders: true, hiddenFiles: false };
    expect(isReached('a/b', settings)).toBe(true);
    expect(isReached('.git/objects', settings)).toBe(false);
    expect(isReached('Uploaded/a', settings)).toBe(false);
    expect(isReached('a', { ...settings, subfolders: false })).toBe(false);
    expect(isReached('', { ...settings, subfolders: false })).toBe(true);
  });
});
