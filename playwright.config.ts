import { defineConfig } from '@playwright/test';
import { sessionsForWorkers, type WorkerFixtures } from './tests/support/session';

const report = process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] ?? 'test-results/e2e.json';

// Run through `npm run e2e` (build/e2e.mjs), which opens a desktop session for each worker.
export default defineConfig<object, WorkerFixtures>({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  workers: sessionsForWorkers().length,
  timeout: 150_000,
  expect: { timeout: 20_000 },
  // On a shared machine one slow moment must not hide the rest; what passed only at the second try is listed as flaky.
  retries: process.env['CI'] ? 1 : 0,
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list'], ['json', { outputFile: report }]],
  projects: [
    { name: 'app', testIgnore: ['**/*.no-keyring.spec.ts', '**/packaged.spec.ts'] },
    { name: 'no-keyring', testMatch: '**/*.no-keyring.spec.ts', use: { keyring: 'none' } },
    { name: 'packaged', testMatch: '**/packaged.spec.ts' },
  ],
});
