import { nameOfKey } from '../../shared/keys';
import { digitsFor, nameUpload } from '../../shared/upload-names';
import { withChoices, type PreviewRow, type UploadChoices, type UploadPreview } from '../../shared/upload-preview';
import { conversionFor, convertedExtension, locationRemovalFor, ruleFor } from '../../shared/upload-rules';
import type { FakeApp } from './app';

/** What the system's dialog would have answered. */
export const PICKED = [
  'Été à Paris (3).PNG',
  'Press Kit/Cover FINAL v12.png',
  'Press Kit/Logo.svg',
  'clips/Harbour at dusk.mp4',
  'back\\slash.txt',
].map((name) => `/pictures/${name}`);

/** A preview of invented files. */
export function preview(
  app: FakeApp,
  folder: string,
  paths: readonly string[],
  choices: UploadChoices | null,
): UploadPreview {
  const settings = withChoices(app.state.slices.settings.uploads, choices);
  const rows = paths.map((path, index): PreviewRow => {
    const from = path.replace('/pictures/', '');
    const name = nameOfKey(from);
    const rule = ruleFor(settings.rules, name);
    const conversion = conversionFor(rule, name);
    const losesLocation = conversion === null && locationRemovalFor(rule, name) !== null;
    const extension = conversion === null ? null : convertedExtension(conversion.format, name);
    const number = { n: index + 1, digits: digitsFor(paths.length) };
    const facts = { relative: from, at: Date.now(), uuid: '8f14e45f', ...number, hash: '•'.repeat(16), extension };
    const { key, changes } = nameUpload(folder, settings, facts);
    return { from, key, changes, size: 3_400_000 * (index + 1), convertsTo: conversion?.format ?? null, losesLocation };
  });
  const changed = rows.filter((row) => row.changes.length > 0 || row.convertsTo !== null || row.losesLocation).length;
  const totalBytes = rows.reduce((sum, row) => sum + row.size, 0);
  const hidden = settings.hiddenFiles ? 0 : 3;
  return { rows, files: rows.length, totalBytes, changed, hidden, skipped: [], skippedCount: 0 };
}
