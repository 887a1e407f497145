import { beforeEach, expect, it } from 'vitest';
import { fail } from '../../../shared/failure';
import type { TransferItem } from '../../../shared/transfer';
import type { CopyObjects, TransferChange } from '../transfers/transfers-api';
import { assetIdOf } from './asset-id';
import { CONNECTION, uploadOf } from './library.test-support';
import { UndoMoves } from './undo-moves';

const ETAG = 'of a.png';

let hear: (change: TransferChange) => void;
let asked: CopyObjects[];
let cancelled: string[];
let moves: UndoMoves;
let remembered: number;
/** Happens while it is looked whether anything is in the way. */
let meanwhile: () => void;

beforeEach(() => {
  asked = [];
  cancelled = [];
  remembered = 0;
  meanwhile = () => undefined;
  moves = new UndoMoves({
    transfers: {
      addCopies: async (request) => {
        if (request.objects.length === 0) fail('nothing-to-add');
        asked.push(request);
        const added = request.objects.length;
        return { added, totalBytes: 0, hidden: 0, mended: 0, skipped: [], skippedCount: 0 };
      },
      cancel: (ids) => void cancelled.push(...(ids === 'all' ? [] : ids)),
      subscribe: (listener) => {
        hear = listener;
        return () => undefined;
      },
    },
    library: {
      existing: async () => {
        meanwhile();
        return [];
      },
      resolve: async () =>
        ['to/a.png', 'copy/a.png'].map((key) => {
          return { assetId: assetIdOf(CONNECTION, key), key, size: 5, etag: ETAG, modified: 1 };
        }),
    },
    randomId: () => `undo${(remembered += 1)}`,
  });
});

/** What goes from `a.png` to another key. */
function copyTo(key: string, move: boolean): TransferItem {
  return uploadOf({ key, localPath: '', copy: { move, connectionId: CONNECTION, bucket: 'b', key: 'a.png' } });
}

async function moveAway(): Promise<void> {
  const objects = [{ key: 'a.png', size: 5, etag: ETAG, targetKey: 'to/a.png' }];
  await moves.move({ from: CONNECTION, to: CONNECTION, objects });
}

it('takes back what was moved, not what was copied later from under the key that it had', async () => {
  await moveAway();
  moves.arrived(copyTo('to/a.png', true), ETAG);
  moves.arrived(copyTo('copy/a.png', false), ETAG);
  expect(await moves.undo('undo1')).toEqual({ kind: 'undone', count: 1 });
  expect(asked.at(-1)?.objects).toMatchObject([{ key: 'to/a.png', targetKey: 'a.png' }]);
});

it('stops the move that is under way, not a copy of the same object', async () => {
  await moveAway();
  hear({ kind: 'changed', item: copyTo('to/a.png', true) });
  hear({ kind: 'changed', item: copyTo('copy/a.png', false) });
  hear({ kind: 'gone', item: copyTo('copy/a.png', false) });
  expect(await moves.undo('undo1')).toEqual({ kind: 'undone', count: 1 });
  expect(cancelled).toEqual(['t-to/a.png']);
});

it('keeps what can be taken back where a move has nothing to move', async () => {
  await moveAway();
  moves.arrived(copyTo('to/a.png', true), ETAG);
  for (let count = 0; count < 10; count += 1) {
    await expect(moves.move({ from: CONNECTION, to: CONNECTION, objects: [] })).rejects.toThrow('nothing-to-add');
  }
  expect(await moves.undo('undo1')).toEqual({ kind: 'undone', count: 1 });
});

it('takes back also what arrives while it looks whether anything is in the way', async () => {
  await moveAway();
  hear({ kind: 'changed', item: copyTo('to/a.png', true) });
  meanwhile = () => moves.arrived(copyTo('to/a.png', true), ETAG);
  expect(await moves.undo('undo1')).toEqual({ kind: 'undone', count: 1 });
  expect(cancelled).toEqual([]);
  expect(asked.at(-1)?.objects).toMatchObject([{ key: 'to/a.png', targetKey: 'a.png' }]);
});
