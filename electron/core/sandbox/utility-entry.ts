import { drop } from '../../../shared/drop';
import { startSandbox } from './sandbox';
import type { FromSandbox, Sandbox, ToSandbox } from './types';

/** The part of Electron's `process.parentPort` that is used here; this folder does not import 'electron'. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: ToSandbox }) => void): void;
  postMessage(message: FromSandbox): void;
}

function parentPort(): ParentPort {
  const port = (process as { parentPort?: ParentPort }).parentPort;
  if (port === undefined) throw new Error('The sandbox entry runs in a utilityProcess only.');
  return port;
}

const port = parentPort();
let sandbox: Sandbox | undefined;

async function obey(message: ToSandbox): Promise<void> {
  switch (message.type) {
    case 'start': {
      sandbox = await startSandbox(message.options);
      const { endpoint, publicBase, accessKeyId, secretAccessKey, bucket } = sandbox;
      port.postMessage({ type: 'ready', info: { endpoint, publicBase, accessKeyId, secretAccessKey, bucket } });
      return;
    }
    case 'profile':
      sandbox?.setProfile(message.profile);
      return;
    case 'stop':
      await sandbox?.close();
      process.exit(0);
  }
}

port.on('message', ({ data }) => {
  drop(
    obey(data).catch((error: unknown) => {
      port.postMessage({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    }),
  );
});
