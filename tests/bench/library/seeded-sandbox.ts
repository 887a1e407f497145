import { Store } from '../../../electron/core/sandbox/store';
import { identityOf, type Change } from '../../../electron/core/sandbox/tables';
import { startSandbox, type RunningSandbox } from '../../support/sandbox';
import { bigKey, bigObject } from './big-index';

const AT_ONCE = 1000;

/** A sandbox whose bucket lists so many objects; there is nothing behind them. Written by the sandbox's own code. */
export async function startSeededSandbox(dir: string, objects: number, keyOf = bigKey): Promise<RunningSandbox> {
  const before = await startSandbox({ dir });
  const { bucket } = before;
  await before.close();
  const store = await Store.open(dir);
  for (let from = 0; from < objects; from += AT_ONCE) {
    const count = Math.min(AT_ONCE, objects - from);
    await store.commit(...Array.from({ length: count }, (_, n) => change(bucket, keyOf(from + n), from + n)));
  }
  await store.close();
  return startSandbox({ dir });
}

function change(bucket: string, key: string, n: number): Change {
  return ['objects', identityOf(bucket, key), { ...bigObject(n), key, segments: [], headers: {} }];
}
