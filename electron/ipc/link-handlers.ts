import { fail } from '../../shared/failure';
import { connectionOfSelection, MAX_OPENED, type LibrarySelection } from '../../shared/library';
import { MAX_TRIED_LINKS, type LinkWish } from '../../shared/link';
import { cleanBase } from '../core/connections/public-domains';
import { assetIdOf } from '../core/library/asset-id';
import { firstKeys } from '../core/library/seen-headers';
import { diagnose } from '../core/links/diagnosis';
import { readBucketCors, writeBucketCors } from '../core/links/cors';
import type { LinkedFile } from '../core/links/links';
import { receiveLink } from '../core/links/receive';
import { testLink } from '../core/links/test-link';
import { tryDomain } from '../core/links/try-domain';
import type { House } from './house';
import type { HandlersOf } from './router';

const never = new AbortController().signal;
/** So many are written for a preview. */
const PREVIEWED = 3;
const AUTO = { way: { kind: 'auto' }, width: null } as const;

/** Links: made, copied, opened, tried, mended. */
export function linkHandlers(house: House): HandlersOf<'links'> {
  const { links, library, settings, desktop, connections, linking } = house;
  const usual = (): LinkWish => ({ ...AUTO, form: settings.current.linkFormat });
  const fileOf = async (connectionId: string, assetId: string): Promise<LinkedFile> => {
    const [file] = await library.resolve({ kind: 'assets', connectionId, assetIds: [assetId] });
    return file ?? fail('not-found');
  };
  const first = async (selections: readonly LibrarySelection[], count: number): Promise<readonly LinkedFile[]> => {
    const connectionId = connectionOf(selections);
    const keys = await firstKeys(library, selections, count, never);
    return keys.map((key) => ({ key, assetId: assetIdOf(connectionId, key), size: null }));
  };
  return {
    'links.copy': async ({ selections, wish }) => {
      const files = new Map<string, LinkedFile>();
      for (const selection of selections)
        for (const file of await library.resolve(selection)) if (!file.key.endsWith('/')) files.set(file.key, file);
      const copied = await links.copyOf(connectionOf(selections), [...files.values()], wish ?? usual(), never);
      await desktop.copyText(copied.text);
      return copied;
    },
    'links.preview': async ({ selections, wish }) =>
      links.copyOf(connectionOf(selections), await first(selections, PREVIEWED), wish, never),
    'links.of': async ({ connectionId, assetId }) =>
      links.linkOf(connectionId, await fileOf(connectionId, assetId), AUTO, never),
    'links.open': async ({ connectionId, assetId }) => {
      const { url } = await links.linkOf(connectionId, await fileOf(connectionId, assetId), AUTO, never);
      await desktop.openExternal(url);
      return null;
    },
    'links.openAll': async ({ selections }) => {
      // All addresses before the first is opened: what fails here has opened nothing.
      const files = await first(selections, MAX_OPENED);
      const found = await links.linksOf(connectionOf(selections), files, AUTO, never);
      for (const { url } of found) await desktop.openExternal(url);
      return { opened: found.length };
    },
    'links.try': async ({ selection }) => {
      const files = await first([selection], MAX_TRIED_LINKS);
      return links.tryAll(connectionOfSelection(selection), files, never);
    },
    'links.diagnose': async ({ connectionId, assetId, origin }) => {
      const { key } = await fileOf(connectionId, assetId);
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
    'links.receive': async ({ connectionId, key, seconds }) =>
      receiveLink(await connections.storeOf(connectionId), key, seconds, linking.now),
    'links.readCors': ({ connectionId }) => readBucketCors(linking.cors, connectionId, never),
    'links.writeCors': ({ connectionId, known, rules }) =>
      writeBucketCors(linking.cors, connectionId, known, rules, never),
  };
}

function connectionOf(selections: readonly LibrarySelection[]): string {
  const [first] = selections;
  return first === undefined ? fail('invalid-input') : connectionOfSelection(first);
}
