import { drop } from '../../../shared/drop';
import { startSandbox } from './sandbox';
import type { FromSandbox, Sandbox, ToSandbox } from './types';

/** The part of Electron's `process.parentPort` that is used here; this folder does not import 'electron'. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: ToSandbox }) => void): void;
  postMessage(message: FromSandbox): void;
}

const { parentPort: port } = process as { parentPort?: ParentPort };
if (port === undefined) throw new Error('The sandbox entry runs in a utilityProcess only.');
let sandbox: Sandbox | undefined;

async function obey(message: ToSandbox): Promise<FromSandbox | undefined> {
  switch (message.type) {
    case 'start': {
      const { setProfile: _setProfile, close: _close, ...info } = (sandbox = await startSandbox(message.options));
      return { type: 'ready', info };
    }
    case 'profile':
      sandbox?.setProfile(message.profile);
      return undefined;
    case 'stop':
      await sandbox?.close();
      process.exit(0);
  }
}

function tell(error: unknown): FromSandbox {
  return { type: 'failed', message: error instanceof Error ? error.message : String(error) };
}

port.on('message', ({ data }) => {
  drop(
    obey(data)
      .catch(tell)
      .then((answer) => answer && port.postMessage(answer)),
  );
});
