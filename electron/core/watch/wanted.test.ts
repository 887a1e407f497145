import { describe, expect, it } from 'vitest';
import { failure } from '../../../shared/failure';
import { hidesFiles, isLookedInto, isReached, isWanted } from './wanted';

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

  it.each(['Photos Library.photoslibrary', 'sub/Old.PhotoLibrary', 'A.aplibrary', 'B.migratedphotolibrary'])(
    'looks into no library of a Mac’s programs: %s',
    (name) => {
      expect(isLookedInto(name, { hiddenFiles: true })).toBe(false);
      expect(isReached(`${name}/originals`, { subfolders: true, hiddenFiles: true })).toBe(false);
      expect(isLookedInto(`${name} copies`, MEDIA)).toBe(true);
    },
  );

  it('misses what lies in a closed folder, unless that is never read or is gone', () => {
    const settings = { subfolders: true, hiddenFiles: false };
    const closed = failure('file-unreadable', { name: 'sub' });
    expect(hidesFiles({ relative: 'sub', failure: closed }, settings)).toBe(true);
    expect(hidesFiles({ relative: 'Photos Library.photoslibrary', failure: closed }, settings)).toBe(false);
    for (const code of ['file-missing', 'folder-missing'] as const) {
      const gone = failure(code, { name: 'sub' });
      expect(hidesFiles({ relative: 'sub', failure: gone }, settings)).toBe(false);
      // The watched folder itself may be back in a moment, on a drive that was unplugged.
      expect(hidesFiles({ relative: '', failure: gone }, settings)).toBe(true);
    }
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
