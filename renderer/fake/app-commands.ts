import {
  type ConnectionDraft,
  type ConnectionProfile,
  type SecretStorage,
  UNKNOWN_RIGHTS,
} from '../../shared/connection';
import { fail } from '../../shared/failure';
import type { FakeApp } from './app';
import { type Commands, pause } from './commands';
import { checkStory, FAKE_CONNECTION_ID, FAKE_ENV_FILE, readFakeImport } from './connections';

export function shellCommands({ state }: FakeApp): Commands<'app' | 'settings'> {
  return {
    'app.snapshot': () => state.snapshot(navigator.language),
    'app.painted': () => null,
    'app.rest': () => null,
    'app.wake': () => null,
    'app.openPage': () => null,
    'app.revealTransfer': () => null,
    'app.copyPicture': () => null,
    'app.editText': () => null,
    'app.cacheSize': () => 128_400_000,
    'app.clearCache': () => null,
    'app.copyDiagnostics': () => null,
    'app.notices': () => 'Flow Media is built with the work of others.\n\nreact 19.3.1: MIT\n\nMIT License…',
    'settings.update': (patch) => {
      state.set('settings', { ...state.slices.settings, ...patch });
      return state.slices.settings;
    },
  };
}

function profileOf(id: string, draft: ConnectionDraft): ConnectionProfile {
  const { address, bucket, publicBase, accessKeyId } = draft;
  const apiToken = draft.apiToken.kind === 'none' ? 'none' : 'stored';
  const publicDomains = publicBase === null ? [] : [{ base: publicBase, provenAt: null, transformations: false }];
  return {
    id,
    name: bucket,
    address,
    bucket,
    publicBase,
    publicDomains,
    accessKeyId,
    secret: 'stored',
    apiToken,
    rights: UNKNOWN_RIGHTS,
    createdAt: Date.now(),
    keysSince: Date.now(),
    keysRemindedAt: null,
    keysTerm: null,
    apiTokenTerm: null,
    reachAccepted: false,
  };
}

export function secretCommands({ state }: FakeApp): Commands<'secrets'> {
  const keep = (storage: SecretStorage): null => {
    state.set('connections', { ...state.slices.connections, storage });
    return null;
  };
  return {
    'secrets.protect': () => keep({ kind: 'passphrase', lock: 'open', keychain: false }),
    'secrets.unlock': ({ passphrase }) =>
      passphrase === 'wrong' ? fail('passphrase-wrong') : keep({ kind: 'passphrase', lock: 'open', keychain: false }),
    'secrets.lock': () => keep({ kind: 'passphrase', lock: 'locked', keychain: false }),
    'secrets.changePassphrase': () => null,
    'secrets.useKeychain': () => keep({ kind: 'keychain', backend: 'gnome_libsecret' }),
    'secrets.forgetPassphrase': () => keep({ kind: 'session-only' }),
  };
}

export function connectionCommands(app: FakeApp): Commands<'connections'> {
  const { state } = app;
  const keep = (profile: ConnectionProfile): ConnectionProfile => {
    const { profiles, storage } = state.slices.connections;
    const others = profiles.filter(({ id }) => id !== profile.id);
    state.set('connections', { profiles: [...others, profile], activeId: profile.id, storage });
    return profile;
  };
  return {
    'connections.check': async ({ checkId, draft }) => {
      const story = checkStory(draft.bucket, draft.publicBase);
      for (let done = 0; done <= story.length; done += 1) {
        const lines = story.map((line, index) => {
          if (index < done) return line;
          return {
            name: line.name,
            outcome: index === done ? { kind: 'running' as const } : { kind: 'waiting' as const },
          };
        });
        const isDone = done === story.length;
        const listsBuckets = isDone ? draft.bucket.includes('admin') : null;
        state.set('check', { checkId, lines, listsBuckets, stage: isDone ? 'finished' : 'running' });
        if (done < story.length) await pause(450 * app.pace);
      }
      return null;
    },
    'connections.stopCheck': async () => null,
    'connections.save': async ({ draft, replaces }) => {
      if (draft.bucket === 'unsaved') fail('disk-full');
      return keep(profileOf(replaces ?? `c${Date.now()}`, draft));
    },
    'connections.setDomains': ({ connectionId, domains }) => {
      const { profiles } = state.slices.connections;
      const publicDomains = domains.map((one) => ({ ...one, provenAt: Date.now() }));
      const change = { publicBase: publicDomains[0]?.base ?? null, publicDomains };
      const changed = profiles.map((one) => (one.id === connectionId ? { ...one, ...change } : one));
      state.set('connections', { ...state.slices.connections, profiles: changed });
      return changed.find(({ id }) => id === connectionId) ?? fail('no-connection');
    },
    'connections.select': ({ connectionId }) => {
      state.set('connections', { ...state.slices.connections, activeId: connectionId });
      return null;
    },
    'connections.remove': ({ connectionId }) => {
      const { profiles, storage } = state.slices.connections;
      const rest = profiles.filter(({ id }) => id !== connectionId);
      state.set('connections', { profiles: rest, activeId: rest[0]?.id ?? null, storage });
      return null;
    },
    'connections.replaceKeys': async ({ connectionId, accessKeyId }) => {
      await pause(600 * app.pace);
      const { profiles } = state.slices.connections;
      const changed = profiles.map((one) =>
        one.id === connectionId ? { ...one, accessKeyId, keysSince: Date.now() } : one,
      );
      state.set('connections', { ...state.slices.connections, profiles: changed });
      return true;
    },
    'connections.putOffReminder': () => null,
    'connections.acceptReach': ({ connectionId }) => {
      const { profiles } = state.slices.connections;
      const changed = profiles.map((one) => (one.id === connectionId ? { ...one, reachAccepted: true } : one));
      state.set('connections', { ...state.slices.connections, profiles: changed });
      return null;
    },
    'connections.exportToFile': () => true,
    'connections.exportToClipboard': () => null,
    'connections.openSandbox': async () => {
      await pause(900 * app.pace);
      const draft = { address: { kind: 'sandbox' }, bucket: 'sandbox', publicBase: 'http://127.0.0.1:41231' } as const;
      return keep(
        profileOf(FAKE_CONNECTION_ID, {
          ...draft,
          accessKeyId: 'sandbox',
          secret: { kind: 'held', id: 's' },
          apiToken: { kind: 'none' },
        }),
      );
    },
    'connections.readImport': ({ text }) => {
      const found = readFakeImport(text);
      return found.length === 0 ? fail('import-nothing-found') : found;
    },
    'connections.readImportEnvironment': () => fail('import-nothing-found'),
    'connections.readImportFile': () => readFakeImport(FAKE_ENV_FILE),
  };
}
