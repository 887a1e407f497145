import { startFaultProxy, type FaultProxy } from '../../electron/core/transfers/fault-proxy.test-support';
import { Desk, test as base } from './desk';

interface Fixtures {
  /** Stands between the app and the sandbox. */
  readonly wire: FaultProxy;
}

/** The app on a bucket that it reaches through `wire` alone. */
export const test = base.extend<Fixtures>({
  wire: async ({ sandbox }, use) => {
    const proxy = await startFaultProxy(sandbox.endpoint);
    await use(proxy);
    await proxy.close();
  },
  // Named before `launch`, so that the wire outlives the app.
  app: async ({ wire: _wire, launch }, use) => {
    await use(await launch());
  },
  desk: async ({ app, sandbox, wire }, use) => {
    const desk = new Desk(app);
    await desk.connect({ ...sandbox, endpoint: wire.url });
    await use(desk);
  },
});

export { expect } from './desk';
