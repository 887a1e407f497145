// `npm test`: everything that must hold, one step after the other. A failed step does not hide the next ones; only a failed
// build does, since the end-to-end tests run on it.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { npm, root } from './setup/run.mjs';

const reports = path.join(root, 'test-results');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const results = [];
function step(title, script, ...args) {
  console.log(`\n── ${title}`);
  const ok = npm(['run', '--silent', script, ...(args.length > 0 ? ['--', ...args] : [])]) === 0;
  results.push({ title, ok });
  return ok;
}

step('Format', 'format:check');
step('Lint', 'lint');
step('Types', 'typecheck');
step(
  'Unit tests and conformance',
  'unit',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${path.join(reports, 'unit.json')}`,
);
if (step('Build', 'build')) step('End to end, in Electron', 'e2e:built');

console.log('');
for (const { title, ok } of results) console.log(`${ok ? 'passed' : 'FAILED'}  ${title}`);
const { passed, failed, skipped } = count();
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(results.every(({ ok }) => ok) ? 0 : 1);

function count() {
  const sums = { passed: 0, failed: 0, skipped: 0 };
  const unit = report('unit.json');
  sums.passed += unit?.numPassedTests ?? 0;
  sums.failed += unit?.numFailedTests ?? 0;
  sums.skipped += unit?.numPendingTests ?? 0;
  for (const file of ['e2e.json', 'e2e-no-keyring.json']) {
    const stats = report(file)?.stats;
    sums.passed += (stats?.expected ?? 0) + (stats?.flaky ?? 0);
    sums.failed += stats?.unexpected ?? 0;
    sums.skipped += stats?.skipped ?? 0;
  }
  return sums;
}

function report(file) {
  try {
    return JSON.parse(readFileSync(path.join(reports, file), 'utf8'));
  } catch {
    return undefined;
  }
}
