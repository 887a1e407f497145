// @vitest-environment happy-dom
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FAILURE_CODES, failure } from '../../shared/failure';
import { installBridge } from '../bridge';
import { FakeApp } from '../fake/app';
import { fakeBridge } from '../fake-bridge';
import { startI18n } from '../i18n';
import { connectMirror } from '../mirror';
import { readNavigation, resetNavigation } from '../navigation';
import { failureHandler } from './failure-action';
import { failureWords } from './failure-words';

beforeAll(async () => {
  await startI18n('en');
  installBridge(fakeBridge(new FakeApp(new URLSearchParams(), 0)));
  await connectMirror();
});

beforeEach(resetNavigation);

describe('the action of a failure', () => {
  it.each([
    ['wrong-secret', 'keys'],
    ['no-such-bucket', 'bucket'],
    ['not-public', 'links'],
    ['host-not-found', 'account'],
  ] as const)('%s opens the connection at its %s', (code, step) => {
    failureHandler(failure(code), {})?.();
    expect(readNavigation().setup).toEqual({ kind: 'edit', connectionId: 'c1', step });
  });

  it.each([
    ['provider-not-set-up', { provider: 'fal' }, 'fal'],
    ['program-not-found', { program: 'draw' }, 'command'],
  ] as const)('%s of %o opens the set-up of %s', (code, params, id) => {
    failureHandler(failure(code, params), {})?.();
    expect(readNavigation()).toMatchObject({ screen: 'settings', provider: { id } });
  });

  it.each([{ host: 'api.example.com', status: 401 }, { provider: 'unheard-of' }])(
    'opens Settings at the generation services where %o names none',
    (params) => {
      failureHandler(failure('provider-key-refused', params), {})?.();
      expect(readNavigation()).toMatchObject({ screen: 'settings', section: 'providers', provider: null });
    },
  );

  it('is none where only the screen could act and does not', () => {
    expect(failureHandler(failure('timeout'), {})).toBeNull();
  });

  it('is the screen’s own where it has one', () => {
    let tried = 0;
    failureHandler(failure('disk-full'), { retry: () => (tried += 1) })?.();
    expect(tried).toBe(1);
  });
});

describe('the words of a failure', () => {
  it('leave no hole, whatever is known of it', () => {
    for (const code of FAILURE_CODES) {
      const { title, help } = failureWords(failure(code));
      expect(`${title} ${help}`).not.toMatch(/\{\{|undefined/);
    }
  });

  it.each([
    [{ name: 'a.png' }, 'a.png'],
    [{ path: '/home/me/a.png' }, 'a.png'],
    [{ path: 'C:\\Pictures\\a.png' }, 'a.png'],
    [{ key: 'press/a.png' }, 'a.png'],
    [{}, 'this file'],
  ])('name the file out of %o', (params, name) => {
    expect(failureWords(failure('file-unreadable', params)).help).toContain(`read ${name}.`);
  });
});
