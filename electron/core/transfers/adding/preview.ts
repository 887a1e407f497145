import { PREVIEW_ROWS, type PreviewRow, type UploadPreview } from '../../../../shared/upload-preview';
import type { UploadSettings } from '../../../../shared/upload-settings';
import { Tally } from './tally';
import type { UploadPlanner } from './upload-planner';
import { uploadProblem } from './upload-problem';
import { walk } from './walk';

/** Stands for the digits of a content that has not been read yet. */
const UNREAD_HASH = '•'.repeat(16);

/** What an upload of these paths would come to; nothing is read but the folders. */
export async function previewUploads(
  paths: readonly string[],
  settings: UploadSettings,
  planner: UploadPlanner,
  signal: AbortSignal,
): Promise<UploadPreview> {
  const rows: PreviewRow[] = [];
  const tally = new Tally();
  let changed = 0;
  for await (const found of walk(paths, settings)) {
    signal.throwIfAborted();
    if (found.kind === 'hidden') tally.hide();
    else if (found.kind === 'left-out') tally.skip(found.path, found.failure);
    else {
      const { relative: from, size } = found;
      const { key, changes, conversion, removal } = planner.plan(from, UNREAD_HASH);
      const problem = uploadProblem(key, size);
      if (problem !== null) {
        tally.skip(found.path, problem);
        continue;
      }
      tally.add(size);
      if (changes.length > 0 || conversion !== null || removal !== null) changed += 1;
      const convertsTo = conversion?.format ?? null;
      const losesLocation = removal !== null && conversion === null;
      if (rows.length < PREVIEW_ROWS) rows.push({ from, key, size, changes, convertsTo, losesLocation });
    }
  }
  const { added: files, totalBytes, hidden, skipped, skippedCount } = tally.result();
  return { rows, files, totalBytes, changed, hidden, skipped, skippedCount };
}
