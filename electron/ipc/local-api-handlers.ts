import type { SecretClipboard } from '../core/connections/secret-clipboard';
import type { LocalApi } from '../core/local-api/local-api';
import type { HandlersOf } from './router';

/** The door for programs on this computer. Its token goes to the clipboard, and never to the page. */
export function localApiHandlers(localApi: LocalApi, clipboard: SecretClipboard): HandlersOf<'localApi'> {
  return {
    'localApi.change': async (settings) => {
      await localApi.change(settings);
      return null;
    },
    'localApi.copy': async ({ what }) => {
      await clipboard.copy(await localApi.textOf(what));
      return null;
    },
    'localApi.renewToken': async () => {
      await localApi.renewToken();
      return null;
    },
  };
}
