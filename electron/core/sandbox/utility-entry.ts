import { drop } from '../../../shared/drop';
import { startSandbox } from './sandbox';
import type { FromSandbox, ToSandbox } from './types';

/** The part of Electron's `process.parentPort` that is used here; this folder does not import 'electron'. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: ToSandbox }) => void): void;
  postMessage(message: FromSandbox): void;
}

const { parentPort: port } = process as { parentPort?: ParentPort };
if (port === undefined) throw new Error('The sandbox entry runs in a utilityProcess only.');

async function start({ options }: ToSandbox): Promise<FromSandbox> {
  try {
    const { setProfile: _setProfile, setKeys: _setKeys, close: _close, ...info } = await startSandbox(options);
    return { type: 'ready', info };
  } catch (error) {
    return { type: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

port.on('message', ({ data }) => drop(start(data).then((answer) => port.postMessage(answer))));
