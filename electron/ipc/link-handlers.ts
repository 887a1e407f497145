import { fail } from '../../shared/failure';
import { connectionOfSelection, MAX_OPENED, type LibrarySelection } from '../../shared/library';
import { MAX_TRIED_LINKS, type LinkWish } from '../../shared/link';
import { cleanBase } from '../core/connections/public-domains';
import { assetIdOf } from '../core/library/asset-id';
import { firstKeys } from '../core/library/first-keys';
import type { Library } from '../core/library/library';
import { connectionOfSelections } from '../core/library/selected-connection';
import { diagnose } from '../core/links/diagnosis';
import { readBucketCors, writeBucketCors } from '../core/links/cors';
import type { LinkedFile } from '../core/links/links';
import { receiveLink } from '../core/links/receive';
import { testLink } from '../core/links/test-link';
import { tryDomain } from '../core/links/try-domain';
import type { House } from './house';
import type { HandlersOf } from './router';

const never = new AbortController().signal;
/** How many are written for a preview. */
const PREVIEWED = 3;
const AUTO = { way: { kind: 'auto' }, width: null } as const;

/** Links: made, copied, opened, tried, mended. */
export function linkHandlers(house: House): HandlersOf<'links'> {
  return { ...making(house), ...opening(house), ...trying(house), ...mendingCors(house) };
}

function making({ links, library, settings, desktop, connections, linking }: House) {
  const usual = (): LinkWish => ({ ...AUTO, form: settings.current.linkFormat });
  return {
    'links.copy': async ({ selections, wish }) => {
      const files = new Map<string, LinkedFile>();
      for (const selection of selections)
        for (const file of await library.resolve(selection)) if (!file.key.endsWith('/')) files.set(file.key, file);
      const connectionId = connectionOfSelections(selections);
      const copied = await links.copyOf(connectionId, [...files.values()], wish ?? usual(), never);
      await desktop.copyText(copied.text);
      return copied;
    },
    'links.preview': async ({ selections, wish }) =>
      links.copyOf(connectionOfSelections(selections), await firstFiles(library, selections, PREVIEWED), wish, never),
    'links.of': async ({ connectionId, assetId }) =>
      links.linkOf(connectionId, await fileOf(library, connectionId, assetId), AUTO, never),
    'links.receive': async ({ connectionId, key, seconds }) =>
      receiveLink(await connections.storeOf(connectionId), key, seconds, linking.now),
  } satisfies Partial<HandlersOf<'links'>>;
}

function opening({ links, library, desktop }: House) {
  return {
    'links.open': async ({ connectionId, assetId }) => {
      const file = await fileOf(library, connectionId, assetId);
      const { url } = await links.linkOf(connectionId, file, AUTO, never);
      await desktop.openExternal(url);
      return null;
    },
    'links.openAll': async ({ selections, wish }) => {
      // All addresses before the first is opened: what fails here has opened nothing.
      const files = await firstFiles(library, selections, MAX_OPENED);
      const found = await links.linksOf(connectionOfSelections(selections), files, wish ?? AUTO, never);
      for (const { url } of found) await desktop.openExternal(url);
      return { opened: found.length };
    },
  } satisfies Partial<HandlersOf<'links'>>;
}

function trying({ links, library, desktop, connections, linking }: House) {
  return {
    'links.try': async ({ selection }) => {
      const files = await firstFiles(library, [selection], MAX_TRIED_LINKS);
      return links.tryAll(connectionOfSelection(selection), files, never);
    },
    'links.diagnose': async ({ connectionId, assetId, origin }) => {
      const { key } = await fileOf(library, connectionId, assetId);
      const { publicDomains } = await connections.readyProfileOf(connectionId);
      const bases = publicDomains.map(({ base }) => base);
      const { probe, randomId } = linking;
      const storeOf = () => connections.storeOf(connectionId);
      return diagnose({ key, bases, origin }, { storeOf, probe, randomId }, never);
    },
    'links.tryDomain': async ({ connectionId, base: typed }) => {
      const base = cleanBase(typed);
      const trial = await tryDomain(await connections.storeOf(connectionId), base, linking.probe, never);
      if (trial.kind === 'opens') connections.domainProven(connectionId, base);
      return trial;
    },
    'links.test': async ({ connectionId }) => {
      const storeOf = (id: string) => connections.storeOf(id);
      const test = await testLink(connectionId, { storeOf, links, picture: linking.testPicture }, never);
      await desktop.copyText(test.link.url);
      await library.refresh(connectionId);
      return test;
    },
  } satisfies Partial<HandlersOf<'links'>>;
}

function mendingCors({ linking }: House) {
  return {
    'links.readCors': ({ connectionId }) => readBucketCors(linking.cors, connectionId, never),
    'links.writeCors': ({ connectionId, known, rules }) =>
      writeBucketCors(linking.cors, connectionId, known, rules, never),
  } satisfies Partial<HandlersOf<'links'>>;
}

async function fileOf(library: Library, connectionId: string, assetId: string): Promise<LinkedFile> {
  const [file] = await library.resolve({ kind: 'assets', connectionId, assetIds: [assetId] });
  return file ?? fail('not-found');
}

async function firstFiles(
  library: Library,
  selections: readonly LibrarySelection[],
  count: number,
): Promise<readonly LinkedFile[]> {
  const connectionId = connectionOfSelections(selections);
  const keys = await firstKeys(library, selections, count, never);
  return keys.map((key) => ({ key, assetId: assetIdOf(connectionId, key), size: null }));
}
