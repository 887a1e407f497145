import { edited } from '../../shared/header-edit';
import { nameOfKey } from '../../shared/keys';
import type { AssetDetails, AssetRow, LibrarySelection } from '../../shared/library';
import {
  expressionOf,
  keyByPattern,
  patternProblem,
  type RenamePattern,
  type RenamePreview,
} from '../../shared/renames';
import { added } from './added';
import type { FakeApp } from './app';
import { detailsOf, selectedAssets } from './assets';
import type { Commands } from './commands';

type ObjectCommands = Pick<
  Commands<'library'>,
  'library.planRenames' | 'library.renameAll' | 'library.headers' | 'library.editHeaders'
>;

function meant(app: FakeApp, selections: readonly LibrarySelection[]): readonly AssetRow[] {
  return selections.flatMap((selection) => selectedAssets(app.assets, selection));
}

const EDITS = new WeakMap<FakeApp, Map<string, AssetDetails>>();

/** The details of an invented object, with what was edited of them. */
export function currentDetails(app: FakeApp, asset: AssetRow): AssetDetails {
  return EDITS.get(app)?.get(asset.assetId) ?? detailsOf(asset);
}

function planned(app: FakeApp, selections: readonly LibrarySelection[], pattern: RenamePattern): RenamePreview {
  const assets = meant(app, selections);
  const notes = { same: 0, taken: 0, numbered: 0, mended: 0, refused: 0 };
  const problem = patternProblem(pattern);
  if (problem !== null) return { problem, rows: [], marked: [], total: assets.length, renamed: 0, notes, digest: '' };
  const expression = expressionOf(pattern);
  const rows = assets.map((asset, index) => {
    const name = expression === null ? asset.name : asset.name.replace(expression, pattern.replace);
    const to = keyByPattern(asset, name, { index, total: assets.length }, pattern)?.key ?? asset.key;
    const taken = to !== asset.key && app.assets.some(({ key }) => key === to);
    return { from: asset.key, to, note: to === asset.key ? ('same' as const) : taken ? ('taken' as const) : null };
  });
  for (const { note } of rows) if (note !== null) notes[note] += 1;
  const marked = rows.filter(({ note }) => note === 'taken');
  return { problem, rows, marked, total: rows.length, renamed: rows.length - notes.same, notes, digest: 'fake' };
}

export function objectCommands(app: FakeApp): ObjectCommands {
  return {
    'library.planRenames': ({ selections, pattern }) => planned(app, selections, pattern),
    'library.renameAll': ({ selections, pattern }) => {
      const { rows, renamed } = planned(app, selections, pattern);
      const names = new Map(rows.map(({ from, to }) => [from, to]));
      app.assets = app.assets.map((asset) => {
        const key = names.get(asset.key) ?? asset.key;
        return { ...asset, key, name: nameOfKey(key) };
      });
      app.publishLibrary();
      return { ...added(renamed), undoId: 'undo' };
    },
    'library.headers': ({ selections }) => {
      const heads = meant(app, selections).map((asset) => currentDetails(app, asset));
      const distinct = (values: readonly string[]) => [...new Set(values)];
      const names = distinct(heads.flatMap(({ metadata }) => Object.keys(metadata)));
      return {
        read: heads.length,
        more: false,
        contentType: distinct(heads.map(({ contentType }) => contentType)),
        cacheControl: distinct(heads.map(({ cacheControl }) => cacheControl ?? '')),
        metadata: names.map((name) => ({ name, values: distinct(heads.map(({ metadata }) => metadata[name] ?? '')) })),
      };
    },
    'library.editHeaders': ({ selections, edit }) => {
      const assets = meant(app, selections);
      const known = EDITS.get(app) ?? new Map<string, AssetDetails>();
      EDITS.set(app, known);
      for (const asset of assets) known.set(asset.assetId, edited(currentDetails(app, asset), edit));
      return added(assets.length);
    },
  };
}
