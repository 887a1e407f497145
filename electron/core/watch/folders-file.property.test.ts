import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mutated } from '../../../tests/support/fuzz/any-value';
import { NEW_WATCH, type WatchedFolder } from '../../../shared/watch';
import { MemoryStorage } from '../connections/connections.test-support';
import { readFolders, writeFolders } from './folders-file';

const FOLDERS: readonly WatchedFolder[] = ['a', 'b', 'c'].map((id) => ({
  ...NEW_WATCH,
  id,
  path: `/pictures/${id}`,
  connectionId: 'c',
  addedAt: 1,
  paused: false,
}));

it('the list of watched folders, whatever stands in it, is read as far as it goes, and kept aside where that is not whole', () => {
  const whole = new MemoryStorage();
  writeFolders(whole, FOLDERS);
  fc.assert(
    fc.property(fc.constant(whole.content).chain(mutated), (content) => {
      const storage = new MemoryStorage();
      storage.content = content === 'not json' ? null : content;
      const folders = readFolders(storage);
      for (const { id } of folders) expect(id).toMatch(/^[\w-]+$/);
      const again = readFolders(storage);
      expect(again).toEqual(folders);
      expect(storage.aside).toEqual(storage.aside.slice(0, 1));
    }),
    { numRuns: 500 },
  );
});
