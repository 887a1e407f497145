import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, vi } from 'vitest';

vi.mock('electron', () => ({ app: {} }));
const { canReplace, isInItsPlace } = await import('./update-source');

it('an AppImage is replaced where it is a file of this user’s', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'update-source-'));
  const file = path.join(folder, 'Flow.AppImage');
  writeFileSync(file, 'x');
  expect(canReplace(file)).toBe(true);
  expect(canReplace('')).toBe(false);
  expect(canReplace('Flow.AppImage')).toBe(false);
  expect(canReplace(path.join(folder, 'gone.AppImage'))).toBe(false);
  rmSync(folder, { recursive: true });
});

it('a Mac’s app is replaced where it was moved to', () => {
  expect(isInItsPlace(process.execPath)).toBe(true);
  expect(isInItsPlace('/private/var/folders/x/AppTranslocation/1/d/Flow Media.app/Contents/MacOS/Flow Media')).toBe(
    false,
  );
});
