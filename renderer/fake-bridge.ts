import type { Bridge, CommandInput, CommandName, CommandValue, StateEvent } from '../shared/contract';
import { drop } from '../shared/drop';
import { failure, FailureError } from '../shared/failure';
import { installBridge } from './bridge';
import { FakeApp } from './fake/app';
import { connectionCommands, secretCommands, shellCommands } from './fake/app-commands';
import { cloudflareCommands } from './fake/cloudflare';
import { generationCommands } from './fake/generation-commands';
import { libraryCommands } from './fake/library-commands';
import { linkCommands } from './fake/link-commands';
import { transferCommands } from './fake/work-commands';
import { fakeMedia } from './fake/pictures';
import { localApiCommands } from './fake/local-api';
import { updateCommands } from './fake/updates';
import { usageCommands } from './fake/usage';
import { watchCommands } from './fake/watch';
import { installMediaSource } from './ui/media-src';

type Handlers = {
  readonly [N in CommandName]: (input: CommandInput<N>) => CommandValue<N> | Promise<CommandValue<N>>;
};

/** A bridge to an invented app: for a plain browser and for component tests. A command that is left out does not compile. */
export function fakeBridge(app: FakeApp): Bridge {
  const handlers: Handlers = {
    ...shellCommands(app),
    ...connectionCommands(app),
    ...secretCommands(app),
    ...cloudflareCommands(app),
    ...libraryCommands(app),
    ...linkCommands(app),
    ...transferCommands(app),
    ...generationCommands(app),
    ...usageCommands(app),
    ...watchCommands(app),
    ...localApiCommands(app),
    ...updateCommands(app),
  };
  return {
    invoke: async (name, input) => {
      try {
        return { ok: true, value: await (handlers[name] as (input: unknown) => unknown)(input) };
      } catch (error) {
        if (error instanceof FailureError) return { ok: false, failure: error.failure };
        return { ok: false, failure: failure('unexpected', {}, String(error)) };
      }
    },
    subscribe: (listener: (event: StateEvent) => void) => app.state.subscribe(listener),
    pathOfFile: (file) => (file.name === 'clipboard.png' ? '' : `/pictures/${file.name}`),
  };
}

/**
 * Puts the invented app in place, as the address asks: `?scene=wizard|library|empty|scanning|error|full|studio|locked|passphrase|no-keychain`,
 * `&theme=dark`, `&language=zh-CN`, `&screen=…` and `&view=…` for a start elsewhere.
 */
export function installFakeBridge(search: string): void {
  const query = new URLSearchParams(search);
  installMediaSource(fakeMedia);
  installBridge(fakeBridge(new FakeApp(query, Date.now())));
  const screen = query.get('screen');
  if (screen !== null) drop(openScreen(screen));
}

async function openScreen(screen: string): Promise<void> {
  const { navigate, SCREENS } = await import('./navigation');
  const known = SCREENS.find((name) => name === screen);
  if (known !== undefined) navigate(known);
}
