import { LOCAL_API_OFF, type LocalApiSlice } from '../../shared/local-api';
import type { Commands } from './commands';
import type { FakeState } from './state';

/** Open in the full scene, off elsewhere. */
export function makeLocalApi(scene: string): LocalApiSlice {
  if (scene !== 'full') return LOCAL_API_OFF;
  const settings = { ...LOCAL_API_OFF.settings, enabled: true, port: 36_677, prefix: 'notes/' };
  return { settings, state: { kind: 'open', port: 36_677 }, token: 'stored' };
}

export function localApiCommands({ state }: { readonly state: FakeState }): Commands<'localApi'> {
  return {
    'localApi.change': (settings) => {
      const port = settings.port ?? 49_152;
      state.set('localApi', {
        settings: { ...settings, port },
        state: settings.enabled ? { kind: 'open', port } : { kind: 'off' },
        token: 'stored',
      });
      return null;
    },
    'localApi.copy': () => null,
    'localApi.renewToken': () => null,
  };
}
