import { afterEach, describe, expect, it } from 'vitest';
import {
  answerOtherwise,
  closeApp,
  field,
  found,
  press,
  rendered,
  says,
  type Sent,
  showApp,
  type,
} from '../app-page.test-support';
import type { CommandName } from '../../shared/contract';
import type { LibraryRow } from '../../shared/library';
import { askShare } from '../links/requests';
import { askDelete, askRename, type Subject } from './requests';

afterEach(async () => {
  // What is asked outlives the page.
  (await found(() => document.querySelector<HTMLElement>('[aria-modal="true"] button[aria-label="Close"]'))).click();
  await rendered();
  closeApp();
});

let sent: readonly Sent[] = [];

/** The first two files of the bucket. */
async function showFiles(): Promise<readonly [LibraryRow, LibraryRow]> {
  const rows: LibraryRow[] = [];
  sent = await showApp('quiet', (app) => rows.push(...app.assets.slice(0, 2)));
  const [one, other] = rows;
  if (one === undefined || other === undefined) throw new Error('The bucket is empty.');
  return [one, other];
}

/** Has one command answered only when it is let go; `asked` resolves when it has come. */
function hold(name: CommandName): { readonly asked: Promise<void>; readonly arrive: () => void } {
  let [come, arrive] = [(): void => undefined, (): void => undefined];
  const asked = new Promise<void>((resolve) => (come = resolve));
  const held = new Promise<void>((resolve) => (arrive = resolve));
  answerOtherwise(name, async (usual) => {
    come();
    await held;
    return usual();
  });
  return { asked, arrive };
}

function subjectOf(row: LibraryRow): Subject {
  const assetIds = row.kind === 'asset' ? [row.assetId] : [];
  return { connectionId: 'c1', parts: [{ kind: 'assets', connectionId: 'c1', assetIds }], only: row, prefix: '' };
}

const dialogs = (): number => document.querySelectorAll('[aria-modal="true"]').length;

describe('an answer that comes when another question is open', () => {
  it('does not close it, with what was typed there', async () => {
    const [one, other] = await showFiles();
    const { asked, arrive } = hold('library.rename');
    askRename('c1', one);
    await type('Name', 'slow.png');
    await press('Rename');
    await asked;
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
    const { asked, arrive } = hold('links.copy');
    askShare(subjectOf(one));
    await press('Copy this link');
    await asked;
    askShare(subjectOf(other));
    await found(() => (document.body.textContent.includes(other.name) ? true : null));
    arrive();
    await rendered();
    await rendered();
    expect(dialogs()).toBe(1);
  });
});

describe('a delete whose question was closed', () => {
  /** Closed, and another asked, while main has not answered yet; resolves when it has. */
  async function closeDuring(name: CommandName, done: () => void): Promise<void> {
    const [one, other] = await showFiles();
    askDelete(subjectOf(one), done);
    await says('will be deleted from the bucket');
    const { asked, arrive } = hold(name);
    await press('Delete');
    await asked;
    await press('Cancel');
    askRename('c1', other);
    arrive();
    await field('Name');
    await rendered();
  }

  it('while its size was asked once more does not begin', async () => {
    await closeDuring('library.measure', () => undefined);
    expect(sent.filter(({ name }) => name === 'library.delete')).toHaveLength(0);
  });

  it('while it went on leaves alone what has been selected since', async () => {
    let cleared = 0;
    await closeDuring('library.delete', () => (cleared += 1));
    expect(cleared).toBe(0);
  });
});
