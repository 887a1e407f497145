import { beforeEach, describe, expect, it } from 'vitest';
import { COMMAND_NAMES } from '../../shared/contract';
import { failure, FailureError } from '../../shared/failure';
import { DEFAULT_WORK } from '../../shared/work-settings';
import type { Answerer } from './door';
import { isTrustedSender, routeCommands, type CommandHandlers } from './router';

const OWN = 'app://flow';
const ownPage = { senderFrame: { parent: null, origin: OWN } };
const bugs: unknown[] = [];
const handled: unknown[] = [];

function handlers(): CommandHandlers {
  const all = Object.fromEntries(COMMAND_NAMES.map((name) => [name, () => null]));
  return {
    ...all,
    'app.openPage': (input: unknown) => {
      handled.push(input);
      return null;
    },
    'library.refresh': () => {
      throw new FailureError(failure('no-connection'));
    },
    'app.painted': () => {
      throw new TypeError('a bug with a detail');
    },
  } as unknown as CommandHandlers;
}

const withHours = (hours: unknown) => ({ ...DEFAULT_WORK, speed: { ...DEFAULT_WORK.speed, hours } });

let answerer: Answerer;

async function send(name: unknown, input: unknown, event: unknown = ownPage): Promise<unknown> {
  return answerer(event as Parameters<Answerer>[0], name, input);
}

beforeEach(() => {
  bugs.length = 0;
  handled.length = 0;
  answerer = routeCommands(handlers(), {
    trustedOrigin: OWN,
    reportBug: (command, error) => bugs.push([command, error]),
  });
});

describe('the command router', () => {
  it('answers a well-formed command with its value', async () => {
    await expect(send('app.openPage', { page: 'r2' })).resolves.toEqual({ ok: true, value: null });
    expect(handled).toEqual([{ page: 'r2' }]);
  });

  it.each([
    ['an unknown command', 'app.format-disk', null],
    ['a name that is no text', 7, null],
    ['a name from the prototype', 'constructor', null],
    ['a page that is not listed', 'app.openPage', { page: 'https://evil.example' }],
    ['a surplus field', 'app.openPage', { page: 'r2', and: 'more' }],
    ['no input where one is needed', 'app.openPage', null],
    ['bytes where an object is meant', 'settings.update', { work: withHours(new Uint8Array(3)) }],
  ])('refuses %s without calling anything', async (_what, name, input) => {
    await expect(send(name, input)).resolves.toMatchObject({ ok: false, failure: { code: 'invalid-input' } });
    expect(handled).toEqual([]);
  });

  it('names the field that did not fit, never what stood in it', async () => {
    const answer = await send('connections.save', {
      replaces: null,
      draft: {
        address: { kind: 'sandbox' },
        bucket: 'b',
        publicBase: null,
        accessKeyId: 'id',
        secret: { kind: 'typed', value: ['the-secret'] },
      },
    });
    expect(JSON.stringify(answer)).toContain('draft.secret.value');
    expect(JSON.stringify(answer)).not.toContain('the-secret');
  });

  it('turns an expected failure into a value and reports no bug', async () => {
    const answer = await send('library.refresh', { connectionId: 'c' });
    expect(answer).toMatchObject({ ok: false, failure: { code: 'no-connection' } });
    expect(bugs).toEqual([]);
  });

  it('reports a bug and keeps its words from the page', async () => {
    const answer = await send('app.painted', null);
    expect(answer).toMatchObject({ ok: false, failure: { code: 'unexpected', detail: 'TypeError' } });
    expect(bugs).toHaveLength(1);
  });
});

describe('who may send commands', () => {
  it.each([
    ['a frame inside the page', { parent: {}, origin: OWN }],
    ['another origin', { parent: null, origin: 'https://example.com' }],
    ['an opaque origin', { parent: null, origin: 'null' }],
    ['an origin that only begins alike', { parent: null, origin: `${OWN}.example` }],
    ['a frame that is gone', null],
  ])('not %s', async (_what, frame) => {
    const event = { senderFrame: frame };
    expect(isTrustedSender(event as unknown as Parameters<typeof isTrustedSender>[0], OWN)).toBe(false);
    await expect(send('app.openPage', { page: 'r2' }, event)).rejects.toThrow('may not send');
    expect(handled).toEqual([]);
  });
});
