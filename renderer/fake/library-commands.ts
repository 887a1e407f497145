import { fail } from '../../shared/failure';
import type { AssetRow } from '../../shared/library';
import { prefixOfKey } from '../../shared/keys';
import { added } from './added';
import type { FakeApp } from './app';
import { foldersBelow, rowsOf, selectedAssets, provenanceIn } from './assets';
import type { Commands } from './commands';
import { currentDetails, objectCommands } from './object-commands';

export function assetOf(app: FakeApp, assetId: string): AssetRow {
  return app.assets.find((asset) => asset.assetId === assetId) ?? fail('not-found');
}

export function libraryCommands(app: FakeApp): Commands<'library'> {
  return {
    ...objectCommands(app),
    'library.summary': ({ view }) => {
      const rows = rowsOf(app.assets, view);
      const objects = rows.filter((row) => row.kind === 'asset');
      const totalBytes = objects.reduce((total, { size }) => total + size, 0);
      return { revision: 1, rowCount: rows.length, objectCount: objects.length, totalBytes };
    },
    'library.rows': ({ view, start, count }) => ({
      revision: 1,
      rows: rowsOf(app.assets, view).slice(start, start + count),
    }),
    'library.position': ({ view, assetId }) => {
      const at = rowsOf(app.assets, view).findIndex((row) => row.kind === 'asset' && row.assetId === assetId);
      return at < 0 ? null : at;
    },
    'library.seek': ({ view, text, from }) => {
      const rows = rowsOf(app.assets, view);
      const begins = (at: number) => rows[at % rows.length]?.name.toLowerCase().startsWith(text.toLowerCase()) === true;
      const found = rows.findIndex((_, step) => begins(from + step));
      return found < 0 ? null : (from + found) % rows.length;
    },
    'library.namesakes': ({ assetId }) => {
      const { key, name } = assetOf(app, assetId);
      const stem = name.replace(/-\d+\.[^.]+$/, '');
      const rows = app.assets.filter((one) => one.key !== key && one.key.startsWith(prefixOfKey(key) + stem));
      return { count: rows.length, rows };
    },
    'library.refresh': () => null,
    'library.look': () => null,
    'library.stopScan': () => null,
    'library.details': ({ assetId }) => currentDetails(app, assetOf(app, assetId)),
    'library.provenance': ({ assetId }) => provenanceIn(assetOf(app, assetId)),
    'library.measure': ({ selection }) => {
      const assets = selectedAssets(app.assets, selection);
      return { count: assets.length, totalBytes: assets.reduce((total, { size }) => total + size, 0) };
    },
    'library.delete': async ({ selection }) => {
      const gone = new Set(selectedAssets(app.assets, selection));
      app.assets = app.assets.filter((asset) => !gone.has(asset));
      app.publishLibrary();
      return { deleted: gone.size, failed: [], failedCount: 0, stopped: false };
    },
    'library.stopDelete': () => null,
    'library.copyTo': ({ selection }) => added(selectedAssets(app.assets, selection).length),
    'library.moveTo': ({ selection, target }) => {
      const moved = new Set(selectedAssets(app.assets, selection));
      app.assets = app.assets.map((asset) =>
        moved.has(asset) ? { ...asset, key: `${target.prefix}${asset.name}` } : asset,
      );
      app.publishLibrary();
      return { ...added(moved.size), undoId: 'undo' };
    },
    'library.rename': ({ what, newName }) => {
      if (what.kind === 'folder') return { ...added(1), undoId: 'undo' };
      app.assets = app.assets.map((asset) =>
        asset.assetId === what.assetId ? { ...asset, name: newName, key: prefixOfKey(asset.key) + newName } : asset,
      );
      app.publishLibrary();
      return { ...added(1), undoId: 'undo' };
    },
    'library.stage': ({ selections }) => ({ kind: 'staged', stageId: 's', count: selections.length }),
    'library.dragOut': () => true,
    'library.undoMove': () => ({ kind: 'undone', count: 1 }),
    'library.exists': ({ key }) => app.assets.some((asset) => asset.key === key),
    'library.gone': () => [],
    'library.folders': ({ prefix }) => foldersBelow(app.assets, prefix),
    'library.download': ({ selections }) => added(selections.flatMap((one) => selectedAssets(app.assets, one)).length),
    'library.zip': () => added(1),
    'library.zipInBucket': () => added(1),
    'library.pages': () => ({ count: 3, width: 595, height: 842 }),
    'library.pageText': ({ page }) => {
      const title = { text: `Page ${page}`, x: 60, y: 240, width: 220, size: 72 };
      return { width: 595, height: 842, lines: [{ angle: 0, spans: [title] }] };
    },
    'library.forgetThumbnails': () => null,
    'library.removeSharedThumbnails': () => 214,
    'library.readText': () => ({
      text: 'Notes on the shoot\n\n- low tide at 06:12\n- tripod, 35 mm',
      truncated: false,
    }),
  };
}
