import { afterEach, describe, expect, it } from 'vitest';
import { answerOtherwise, closeApp, field, found, press, rendered, showApp, type } from '../app-page.test-support';
import type { LibraryRow } from '../../shared/library';
import { askShare } from '../links/requests';
import { askRename, type Subject } from './requests';

afterEach(async () => {
  // What is asked outlives the page.
  (await found(() => document.querySelector<HTMLElement>('[aria-modal="true"] button[aria-label="Close"]'))).click();
  await rendered();
  closeApp();
});

/** The first two files of the bucket. */
async function showFiles(): Promise<readonly [LibraryRow, LibraryRow]> {
  const rows: LibraryRow[] = [];
  await showApp('quiet', (app) => rows.push(...app.assets.slice(0, 2)));
  const [one, other] = rows;
  if (one === undefined || other === undefined) throw new Error('The bucket is empty.');
  return [one, other];
}

function subjectOf(row: LibraryRow): Subject {
  const assetIds = row.kind === 'asset' ? [row.assetId] : [];
  return { connectionId: 'c1', parts: [{ kind: 'assets', connectionId: 'c1', assetIds }], only: row, prefix: '' };
}

const dialogs = (): number => document.querySelectorAll('[aria-modal="true"]').length;

describe('an answer that comes when another question is open', () => {
  it('does not close it, with what was typed there', async () => {
    const [one, other] = await showFiles();
    let arrive: () => void = () => undefined;
    answerOtherwise('library.rename', async (usual) => {
      await new Promise<void>((resolve) => (arrive = resolve));
      return usual();
    });
    askRename('c1', one);
    await type('Name', 'slow.png');
    await press('Rename');
    await press('Cancel');
    askRename('c1', other);
    await type('Name', 'in-the-middle');
    arrive();
    await rendered();
    await rendered();
    expect(dialogs()).toBe(1);
    expect((await field('Name')).value).toBe('in-the-middle');
  });

  it('does not close another question about links', async () => {
    const [one, other] = await showFiles();
    let arrive: () => void = () => undefined;
    answerOtherwise('links.copy', async (usual) => {
      await new Promise<void>((resolve) => (arrive = resolve));
      return usual();
    });
    askShare(subjectOf(one));
    await press('Copy this link');
    askShare(subjectOf(other));
    await found(() => (document.body.textContent.includes(other.name) ? true : null));
    arrive();
    await rendered();
    await rendered();
    expect(dialogs()).toBe(1);
  });
});
