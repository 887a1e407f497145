import { describe, expect, it, vi } from 'vitest';
import { UNKNOWN_RIGHTS } from '../../shared/connection';
import { failure, FailureError } from '../../shared/failure';
import type { AddedTransfers } from '../../shared/transfer';
import { nativeWords } from './native-words';
import type { Note } from './note';
import { mayUploadTo, uploadFromTray, type TrayTarget } from './tray-upload';

vi.mock('electron', () => ({ app: { getLocale: () => 'en' } }));

const HERE: TrayTarget = { id: 'c', bucket: 'dunes', rights: UNKNOWN_RIGHTS };
const READ_ONLY: TrayTarget = { ...HERE, rights: { ...UNKNOWN_RIGHTS, write: false } };
const ADDED: AddedTransfers = { added: 2, totalBytes: 9, hidden: 0, mended: 0, skipped: [], skippedCount: 0 };

function leftOut(...paths: readonly string[]): Pick<AddedTransfers, 'skipped' | 'skippedCount'> {
  const cause = failure('file-unreadable');
  return { skipped: paths.map((path) => ({ path, failure: cause })), skippedCount: paths.length };
}

/** What is said of an upload that comes to this. */
async function said(answer: () => Promise<AddedTransfers>, target: TrayTarget | null = HERE) {
  const told: Note[] = [];
  const add = vi.fn(answer);
  const showWindow = vi.fn();
  const words = nativeWords('en').trayUpload;
  const deps = { target: () => target, add, words: () => words, tell: (note: Note) => told.push(note), showWindow };
  const ended = await uploadFromTray(['/a.png'], deps).catch((error: unknown) => error);
  return { told, add, showWindow, ended };
}

describe('an upload by the icon in the tray', () => {
  it('says nothing of what is on its way', async () => {
    const { told, add } = await said(() => Promise.resolve({ ...ADDED, hidden: 1 }));
    expect(told).toEqual([]);
    expect(add).toHaveBeenCalledExactlyOnceWith('c', ['/a.png']);
  });

  it('tells what was left out, beside others or alone', async () => {
    const some = await said(() => Promise.resolve({ ...ADDED, ...leftOut('/x/tide.png') }));
    expect(some.told).toEqual([
      {
        title: '1 file was left out',
        body: 'tide.png. The others are on their way. Add it in the window of Flow Media, which says why.',
      },
    ]);
    const all = await said(() => Promise.resolve({ ...ADDED, added: 0, ...leftOut('/x/tide.png', '/x/moon.png') }));
    expect(all.told).toEqual([
      {
        title: '2 files were left out',
        body: 'tide.png and 1 more. Add them in the window of Flow Media, which says why.',
      },
    ]);
  });

  it('tells that nothing was there', async () => {
    const { told } = await said(() => Promise.resolve({ ...ADDED, added: 0, hidden: 2 }));
    expect(told).toEqual([{ title: 'Nothing to upload in there', body: '2 hidden files and folders left out' }]);
    const empty = await said(() => Promise.reject(new FailureError(failure('nothing-to-add'))));
    expect(empty).toMatchObject({ told: [{ title: 'Nothing to upload in there', body: '' }], ended: undefined });
  });

  it('tells a failure, and leaves what is none to the log as well', async () => {
    const failed = await said(() => Promise.reject(new FailureError(failure('no-connection'))));
    expect(failed).toMatchObject({ told: [{ title: 'Not all files could be added' }], ended: undefined });
    const bug = new TypeError('bug');
    const broken = await said(() => Promise.reject(bug));
    expect(broken).toMatchObject({ told: [{ title: 'Not all files could be added' }], ended: bug });
  });

  it('says nothing when the app ends meanwhile', async () => {
    const { told } = await said(() => Promise.reject(new DOMException('ends', 'AbortError')));
    expect(told).toEqual([]);
  });

  it('is not begun where the token may only read, and says so', async () => {
    const { told, add } = await said(() => Promise.resolve(ADDED), READ_ONLY);
    expect(add).not.toHaveBeenCalled();
    expect(told).toEqual([
      { title: 'Nothing was uploaded', body: 'The token for dunes may only read, as its last check has shown.' },
    ]);
  });

  it('opens the window where there is no bucket', async () => {
    const { told, add, showWindow } = await said(() => Promise.resolve(ADDED), null);
    expect(showWindow).toHaveBeenCalledOnce();
    expect(add).not.toHaveBeenCalled();
    expect(told).toEqual([]);
  });

  it('is offered where a bucket may be written, or nothing is known', () => {
    expect([null, READ_ONLY, HERE].map(mayUploadTo)).toEqual([false, false, true]);
  });
});
