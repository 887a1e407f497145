import type { CorsRule } from '../../shared/cloudflare';
import { showingRule } from '../../shared/cors';
import { DIAGNOSIS_STEPS, LINK_CAUSES, stepOfCause, type Diagnosis, type LinkCause } from '../../shared/diagnosis';
import { fail, failure } from '../../shared/failure';
import { nameOfKey } from '../../shared/keys';
import type { AssetRow, LibrarySelection } from '../../shared/library';
import type { CopiedLinks, LinkWish, ObjectLink } from '../../shared/link';
import { formatLink } from '../../shared/link-formats';
import { publicUrl, sizedUrl } from '../../shared/links';
import { contentTypeOfName } from '../../shared/media';
import type { FakeApp } from './app';
import { selectedAssets } from './assets';
import { type Commands, pause } from './commands';
import { assetOf } from './library-commands';

const BASE = 'https://media.example.com';
const SIGNED = 'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=3600&X-Amz-Signature=7d1f';
const DAY = 86_400_000;

/** `?scene=closed`: the public domain does not serve. */
function linkOf(app: FakeApp, { key }: AssetRow, { way, width }: Pick<LinkWish, 'way' | 'width'>): ObjectLink {
  const { profiles, activeId } = app.state.slices.connections;
  const isPrivate = profiles.find(({ id }) => id === activeId)?.publicBase === null;
  const isClosed = app.scene === 'closed';
  if (way.kind === 'signed' || isPrivate || (isClosed && way.kind === 'auto')) {
    const seconds = way.kind === 'signed' ? way.seconds : 604_800;
    const url = `${publicUrl('https://0d2c4f6a8b1e3d5c7f9a0b2c4d6e91fa.r2.cloudflarestorage.com/media', key)}?${SIGNED}`;
    const instead = isClosed
      ? failure('not-public', { host: 'media.example.com', bucket: 'media', status: 404 })
      : null;
    return { kind: 'presigned', url, expiresAt: Date.now() + seconds * 1000, instead };
  }
  const url = publicUrl(way.kind === 'public' ? way.base : BASE, key);
  if (isClosed) return { kind: 'public-unreachable', url, failure: failure('not-public', { host: new URL(url).host }) };
  return { kind: 'public', url: width === null ? url : sizedUrl(url, width) };
}

function madeOf(app: FakeApp, selections: readonly LibrarySelection[], wish: LinkWish, most: number): CopiedLinks {
  const assets = selections.flatMap((selection) => selectedAssets(app.assets, selection)).slice(0, most);
  const links = assets.map((asset) => linkOf(app, asset, wish));
  const { linkTemplates } = app.state.slices.settings;
  const lines = assets.map(({ key, size, width, height }, n) => {
    const facts = { key, size, width, height, name: nameOfKey(key), type: contentTypeOfName(key) };
    return formatLink(wish.form, { url: links[n]?.url ?? '', ...facts }, linkTemplates);
  });
  const first = links[0] ?? fail('not-found');
  const signed = links.filter(({ kind }) => kind === 'presigned').length;
  const until = first.kind === 'presigned' ? first.expiresAt : null;
  return { copied: links.length, text: lines.join('\n'), first, unreachable: 0, signed, until };
}

/** `?cause=…` says what is wrong. */
function diagnosed(app: FakeApp, key: string, origin: string | null): Diagnosis {
  const named = app.query.get('cause');
  const asked: LinkCause | null = origin === null ? null : 'cors-blocked';
  const cause = LINK_CAUSES.find((one) => one === named) ?? asked;
  const params = {
    host: 'media.example.com',
    key,
    status: 404,
    seconds: 5400,
    base: 'https://pub-1a2b.r2.dev',
    type: 'application/octet-stream',
    expected: 'image/png',
    origin: origin ?? '',
  };
  const at = cause === null ? DIAGNOSIS_STEPS.length : DIAGNOSIS_STEPS.indexOf(stepOfCause(cause));
  return { url: publicUrl(BASE, key), cause, params, detail: null, passed: DIAGNOSIS_STEPS.slice(0, at) };
}

export function linkCommands(app: FakeApp): Commands<'links'> {
  const usual = (): LinkWish => ({ way: { kind: 'auto' }, form: app.state.slices.settings.linkFormat, width: null });
  let rules: readonly CorsRule[] = app.scene === 'full' ? [showingRule('https://example.com')] : [];
  return {
    'links.copy': ({ selections, wish }) => madeOf(app, selections, wish ?? usual(), 1000),
    'links.preview': async ({ selections, wish }) => {
      await pause(300 * app.pace);
      return madeOf(app, selections, wish, 3);
    },
    'links.of': async ({ assetId }) => {
      await pause(300 * app.pace);
      return linkOf(app, assetOf(app, assetId), usual());
    },
    'links.open': () => null,
    'links.try': async ({ selection }) => {
      const { length } = selectedAssets(app.assets, selection);
      await pause(800 * app.pace);
      return { tried: length, opened: length };
    },
    'links.openAll': ({ selections }) => ({
      opened: selections.flatMap((selection) => selectedAssets(app.assets, selection)).length,
    }),
    'links.diagnose': async ({ assetId, origin }) => {
      await pause(600 * app.pace);
      return diagnosed(app, assetOf(app, assetId).key, origin);
    },
    'links.tryDomain': async ({ base }) => {
      await pause(900 * app.pace);
      const key = 'first-snow.png';
      if (!base.includes('fail')) return { kind: 'opens', key };
      return { kind: 'fails', key, failure: failure('host-not-found', { host: new URL(base).host }) };
    },
    'links.test': async ({ connectionId }) => {
      await pause(500 * app.pace);
      const { profiles } = app.state.slices.connections;
      const base = profiles.find(({ id }) => id === connectionId)?.publicBase ?? BASE;
      return { key: 'flow-media-test.png', link: { kind: 'public', url: publicUrl(base, 'flow-media-test.png') } };
    },
    'links.receive': ({ key, seconds }) => {
      const url = `${publicUrl('https://0d2c4f6a8b1e3d5c7f9a0b2c4d6e91fa.r2.cloudflarestorage.com/media', key)}?${SIGNED}`;
      const curl = `curl --fail --upload-file FILE --header "Content-Type: ${contentTypeOfName(key)}" "${url}"`;
      return { url, expiresAt: Date.now() + (seconds * DAY) / 86_400, curl };
    },
    'links.readCors': () => (app.scene === 'error' ? fail('access-denied') : { rules, through: 's3' }),
    'links.writeCors': ({ rules: next }) => {
      rules = next;
      return { rules, through: 's3' };
    },
  };
}
