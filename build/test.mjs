// `npm test`: everything that must hold. What only reads the sources runs side by side with the build, its output shown step
// by step; the tests follow one suite after the other. A failed step does not hide the next ones; only a failed build does,
// since the end-to-end tests run on it.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { npm, npmQuietly, root } from './setup/run.mjs';

const reports = path.join(root, 'test-results');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const results = [];
function record(title, began, status) {
  results.push({ title, ok: status === 0, seconds: Math.round((Date.now() - began) / 1000) });
  return status === 0;
}

function step(title, script, ...args) {
  console.log(`\n── ${title}`);
  const began = Date.now();
  return record(title, began, npm(['run', '--silent', script, ...(args.length > 0 ? ['--', ...args] : [])]));
}

/** Runs them all at once and shows what each has said, in this order. Answers whether the last one did well. */
async function sideBySide(...steps) {
  console.log(`${steps.map(([title]) => title).join(', ')}, side by side …`);
  const began = Date.now();
  const running = steps.map(([, script]) => npmQuietly(['run', '--silent', script]));
  let ok = true;
  for (const [index, [title]] of steps.entries()) {
    const { status, output } = await running[index];
    process.stdout.write(`\n── ${title}\n${output}`);
    ok = record(title, began, status);
  }
  return ok;
}

const built = await sideBySide(
  ['Format', 'format:check'],
  ['Lint', 'lint'],
  ['Types', 'typecheck'],
  ['Dependencies', 'check:dependencies'],
  ['Build', 'build'],
);
step(
  'Unit tests and conformance',
  'unit',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${path.join(reports, 'unit.json')}`,
);
if (built) step('End to end, in Electron', 'e2e:built');

console.log('');
for (const { title, ok, seconds } of results) console.log(`${ok ? 'passed' : 'FAILED'}  ${title} (${seconds} s)`);
const { passed, failed, skipped } = count();
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(results.every(({ ok }) => ok) ? 0 : 1);

function count() {
  const unit = report('unit.json');
  const { expected = 0, flaky = 0, unexpected = 0, skipped = 0 } = report('e2e.json')?.stats ?? {};
  return {
    passed: (unit?.numPassedTests ?? 0) + expected + flaky,
    failed: (unit?.numFailedTests ?? 0) + unexpected,
    skipped: (unit?.numPendingTests ?? 0) + skipped,
  };
}

function report(file) {
  try {
    return JSON.parse(readFileSync(path.join(reports, file), 'utf8'));
  } catch {
    return undefined;
  }
}
