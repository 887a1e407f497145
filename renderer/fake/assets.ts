import { NO_SETTINGS } from '../../shared/generation';
import {
  type AssetDetails,
  type AssetRow,
  type FolderRow,
  LARGE_BYTES,
  type LibraryRow,
  type LibrarySelection,
  type LibraryView,
} from '../../shared/library';
import { nameOfKey } from '../../shared/keys';
import { contentTypeOfName, mediaKindOfName } from '../../shared/media';
import type { Provenance } from '../../shared/provenance';
import { spanOf, type ViewFilters } from '../../shared/view-filters';
import { seedOf } from './pictures';

/** An invented bucket, and a small index over it that answers as main's does. */

const WORDS =
  'harbour-at-dusk flow-field aurora-ridge glass-orbits desert-lines tidal-bloom night-market paper-moon lichen-study signal-fire copper-wave moss-garden blue-hour kelp-forest salt-flats first-snow 晨雾中的山谷 studio-portrait'.split(
    ' ',
  );
const FOLDERS = ['generated/2026/10/', 'generated/2026/11/', 'press-kit/', 'press-kit/logos/', 'clips/', 'sounds/', ''];
const EXTENSIONS = ['png', 'png', 'jpg', 'webp', 'mp4', 'png', 'jpg', 'mp3', 'png', 'pdf', 'webp', 'txt', 'zip'];
/** ThumbHashes of pictures that nobody has. */
const BLURS = ['1QcSHQRnh493V4dIh4eXh1h4kJUI', '3PcNNYSFeXh/d3eld0iHZoZgVwh2', 'HBkSHYSIeHiPiHh8eJd4eTN0EEQG'];
const HOUR = 3_600_000;

function extensionFor(folder: string, index: number): string {
  if (folder.startsWith('generated/')) return 'png';
  if (folder === 'clips/') return 'mp4';
  if (folder === 'sounds/') return index % 2 === 0 ? 'mp3' : 'wav';
  return EXTENSIONS[index % EXTENSIONS.length] ?? 'png';
}

function makeAsset(index: number, now: number): AssetRow {
  const folder = FOLDERS[index % FOLDERS.length] ?? '';
  const name = `${WORDS[(index * 5) % WORDS.length] ?? 'picture'}-${String(index + 1).padStart(3, '0')}.${extensionFor(folder, index)}`;
  const key = folder + name;
  const media = mediaKindOfName(name);
  const seen = media === 'image' || media === 'video';
  return {
    kind: 'asset',
    assetId: `a${index}`,
    key,
    name,
    size: 40_000 + ((index * 7_919_377) % (media === 'video' ? 480_000_000 : 9_000_000)),
    modified: now - index * 5 * HOUR,
    media,
    version: `v${index}`,
    width: seen ? 1536 : null,
    height: seen ? ([1024, 1536, 864, 2048][index % 4] ?? 1024) : null,
    durationMs: media === 'video' || media === 'audio' ? 4000 + (index % 90) * 1000 : null,
    blur: seen ? (BLURS[index % BLURS.length] ?? null) : null,
    generated: folder.startsWith('generated/') ? { provider: 'sketch', model: 'sketch-1' } : null,
    transfer: null,
  };
}

/** So many invented objects, newest first. */
export function makeAssets(count: number, now: number): AssetRow[] {
  return Array.from({ length: count }, (_, index) => makeAsset(index, now));
}

const IN_VIEW: Readonly<Record<string, (asset: AssetRow) => boolean>> = {
  all: () => true,
  images: (asset) => asset.media === 'image',
  videos: (asset) => asset.media === 'video',
  audio: (asset) => asset.media === 'audio',
  generated: (asset) => asset.generated !== null,
  recent: () => true,
  large: (asset) => asset.size >= LARGE_BYTES,
  unlinked: (asset) => asset.transfer !== null || asset.size % 7 === 0,
};

/** Whether an object stands in a smart view, by the view's name. */
export function isInView(view: string, asset: AssetRow): boolean {
  return IN_VIEW[view]?.(asset) ?? false;
}

/** The folders right below a prefix, with what they hold. */
export function foldersBelow(assets: readonly AssetRow[], prefix: string): FolderRow[] {
  const counts = new Map<string, number>();
  for (const { key } of assets) {
    const slash = key.startsWith(prefix) ? key.indexOf('/', prefix.length) : -1;
    if (slash >= 0) counts.set(key.slice(0, slash + 1), (counts.get(key.slice(0, slash + 1)) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([folder, count]) => ({ kind: 'folder', prefix: folder, name: nameOfKey(folder), count }));
}

const COMPARE: Readonly<Record<LibraryView['sort']['field'], (a: AssetRow, b: AssetRow) => number>> = {
  name: (a, b) => a.name.localeCompare(b.name),
  date: (a, b) => a.modified - b.modified,
  size: (a, b) => a.size - b.size,
  kind: (a, b) => a.media.localeCompare(b.media) || a.name.localeCompare(b.name),
};

function isInScope(view: LibraryView, asset: AssetRow): boolean {
  if (view.scope.kind === 'smart') return isInView(view.scope.view, asset);
  if (!asset.key.startsWith(view.scope.prefix)) return false;
  return view.flat || view.search !== '' || !asset.key.slice(view.scope.prefix.length).includes('/');
}

function passes({ modified, size, prompt }: ViewFilters, asset: AssetRow): boolean {
  const span = modified === null ? null : spanOf(modified, Date.now());
  if (span !== null && (asset.modified < span.from || asset.modified > span.through)) return false;
  if (size !== null && (asset.size < (size.least ?? 0) || asset.size > (size.most ?? Infinity))) return false;
  return prompt === null || (prompt === 'with') === (asset.generated !== null);
}

/** All rows of a view in their order, folders first. */
export function rowsOf(assets: readonly AssetRow[], view: LibraryView): LibraryRow[] {
  const search = view.search.toLowerCase();
  const found = assets
    .filter((asset) => isInScope(view, asset))
    .filter((asset) => view.kinds.length === 0 || view.kinds.includes(asset.media))
    .filter((asset) => passes(view.filters, asset))
    .filter((asset) => asset.name.toLowerCase().includes(search))
    .sort(COMPARE[view.sort.field]);
  if (view.sort.direction === 'desc') found.reverse();
  const folders =
    view.scope.kind === 'folder' && !view.flat && search === '' && view.kinds.length === 0
      ? foldersBelow(assets, view.scope.prefix)
      : [];
  return [...folders, ...found];
}

/** The objects that a selection means. */
export function selectedAssets(assets: readonly AssetRow[], selection: LibrarySelection): AssetRow[] {
  if (selection.kind === 'assets') return assets.filter(({ assetId }) => selection.assetIds.includes(assetId));
  if (selection.kind === 'folders')
    return assets.filter(({ key }) => selection.prefixes.some((prefix) => key.startsWith(prefix)));
  return rowsOf(assets, selection.view).filter(
    (row): row is AssetRow => row.kind === 'asset' && !selection.except.includes(row.assetId),
  );
}

/** What HeadObject would tell of an invented object. */
export function detailsOf(asset: AssetRow): AssetDetails {
  const seed = seedOf(asset.key);
  return {
    assetId: asset.assetId,
    key: asset.key,
    size: asset.size,
    modified: asset.modified,
    contentType: contentTypeOfName(asset.name),
    etag: `${seed.toString(16).padStart(8, '9f')}e2b7a04c81d41`,
    cacheControl: 'public, max-age=31536000, immutable',
    metadata: {},
    others: {
      contentDisposition: null,
      contentEncoding: null,
      contentLanguage: null,
      expires: null,
      storageClass: null,
    },
    generation:
      asset.generated === null
        ? null
        : {
            ...NO_SETTINGS,
            prompt: 'A tidal bloom of luminous algae under a violet moon, long exposure, 35 mm',
            provider: 'sketch',
            model: asset.generated.model,
            seed,
            createdAt: asset.modified,
          },
    noPicture: null,
  };
}

/** What the files of a press kit say: another tool has made them. */
export function provenanceIn({ key, media }: AssetRow): Provenance | null {
  if (media !== 'image' || !key.startsWith('press-kit/')) return null;
  return {
    tool: 'comfyui',
    prompt: 'A paper boat on a rainy street at night, reflections of neon, long exposure, 35 mm',
    negative: 'text, watermark, people',
    seed: '156680208700286',
    model: 'juggernautXL_v9',
    steps: 28,
    guidance: 6.5,
    sampler: 'dpmpp_2m karras',
    size: { width: 1536, height: 1024 },
    raw: '',
  };
}
