import path from 'node:path';
import { mkdir } from 'node:fs/promises';
import { expect, test } from '../support/desk';
import { furnish, keptFiles, startDamaged } from '../support/fuzz/damage';
import { DAMAGES } from '../support/fuzz/damages';

// The long run is `npm run torture -- fuzz-files`.
test(
  'each file of the app may be damaged: it starts, keeps what it could not read and says so, and loses nothing else',
  { tag: '@long' },
  async ({ desk, folder }) => {
    test.setTimeout(600_000);
    const watched = path.join(folder, 'watched');
    await mkdir(watched);
    const { slices } = await desk.call('app.snapshot', null);
    const whole = await furnish(desk, watched, slices.connections.activeId ?? '');
    await desk.app.quit();
    const { userDataDir } = desk.app.launch;
    const files = await keptFiles(userDataDir);
    for (const kept of [
      'settings/connections.json',
      'transfers/transfers.journal',
      'generation/presets.ndjson',
      'usage/usage.log',
    ])
      expect(files).toContain(kept);
    const ways = Object.keys(DAMAGES);
    const wrong: string[] = [];
    for (const [index, file] of files.entries()) {
      const damage = { file, how: ways[index % ways.length] ?? '', share: Math.random() };
      wrong.push(...(await startDamaged(userDataDir, path.join(folder, `damaged-${index}`), damage, whole)));
    }
    expect(wrong).toEqual([]);
  },
);
