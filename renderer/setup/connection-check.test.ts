// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { CHECK_LINES, type CheckLine, type CheckOutcome } from '../../shared/connection';
import { failure } from '../../shared/failure';
import { verdictOf } from './connection-check';

const passed: CheckOutcome = { kind: 'passed', ms: 1, facts: {} };
const failed: CheckOutcome = { kind: 'failed', failure: failure('access-denied') };
const noDomain: CheckOutcome = { kind: 'skipped', reason: 'no-public-domain' };
const needsWrite: CheckOutcome = { kind: 'skipped', reason: 'needs-write' };

function lines(...outcomes: readonly CheckOutcome[]): CheckLine[] {
  return CHECK_LINES.map((name, index) => ({ name, outcome: outcomes[index] ?? failed }));
}

describe('verdictOf', () => {
  it.each([
    ['all passes', lines(passed, passed, passed, passed, passed, passed, passed), 'works'],
    ['there is no public domain', lines(passed, passed, passed, passed, noDomain, noDomain, passed), 'works'],
    ['the public link does not open', lines(passed, passed, passed, passed, failed, needsWrite, passed), 'limited'],
    ['the clock is wrong', lines(passed, passed, passed, passed, noDomain, noDomain, failed), 'limited'],
    ['the token may only read', lines(passed, failed, passed, needsWrite, noDomain, noDomain, passed), 'limited'],
    ['the token may not list', lines(failed, passed, passed, passed, noDomain, noDomain, passed), 'limited'],
    ['only the clock is right', lines(failed, needsWrite, needsWrite, needsWrite, noDomain, noDomain, passed), 'fails'],
  ])('when %s', (_, check, verdict) => {
    expect(verdictOf(check)).toBe(verdict);
  });
});
