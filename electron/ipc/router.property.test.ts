import { beforeEach, describe, expect, it } from 'vitest';
import { COMMAND_NAMES } from '../../shared/contract';
import { COMMAND_SCHEMAS } from '../../shared/contract-schemas';
import { FAILURE_CODES } from '../../shared/failure';
import { messages } from '../../tests/support/fuzz/messages';
import type { Answerer } from './door';
import { routeCommands, type CommandHandlers } from './router';

const OWN = 'app://flow';
const EVENT = { senderFrame: { parent: null, origin: OWN } } as Parameters<Answerer>[0];
const MESSAGES = 10_000;
const LONGEST_DETAIL = 800;

let answerer: Answerer;
let handled: { readonly name: string; readonly input: unknown }[] = [];
const bugs: unknown[] = [];

beforeEach(() => {
  handled = [];
  bugs.length = 0;
  const all = COMMAND_NAMES.map((name) => [name, (input: unknown) => void handled.push({ name, input })]);
  answerer = routeCommands(Object.fromEntries(all) as CommandHandlers, {
    trustedOrigin: OWN,
    reportBug: (command, error) => bugs.push([command, error]),
  });
});

describe('the router, whatever a page says', () => {
  it(`answers each of ${MESSAGES} made and mutated messages, and only what its schema takes comes through`, async () => {
    const seed = Date.now() % 1_000_000;
    let taken = 0;
    for (const { name, input } of messages(MESSAGES, seed)) {
      handled = [];
      const answer = await answerer(EVENT, name, input);
      const fits = COMMAND_SCHEMAS[name].safeParse(input).success;
      const what = `seed ${seed}, ${name}`;
      expect(handled.length, what).toBe(fits ? 1 : 0);
      if (answer.ok) {
        taken += 1;
        expect(fits, what).toBe(true);
      } else {
        expect(FAILURE_CODES, what).toContain(answer.failure.code);
        expect(answer.failure.detail!.length, what).toBeLessThan(LONGEST_DETAIL);
      }
    }
    expect(bugs).toEqual([]);
    // Both sides of the border were met.
    expect(taken).toBeGreaterThan(MESSAGES / 4);
    expect(taken).toBeLessThan(MESSAGES * 0.9);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });
});
