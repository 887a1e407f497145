import { meteredFetch } from '../core/usage/metered-fetch';
import { Meter } from '../core/usage/meter';
import type { CreateStore, StoreConfig } from '../core/store/store-config';
import { createWebFetch } from '../core/store/web-fetch';
import { Bandwidth } from '../core/transfers/queue/bandwidth';
import { systemClock } from '../core/transfers/clock';
import { systemProxyFor } from '../shell/system-proxy';
import { limitsAt } from '../../shared/work-settings';
import type { Network, Rooms } from './rooms';

/** The S3 client is loaded when the first bucket is opened, not when the app starts. */
const loadStore: CreateStore = async (config) => (await import('../core/store/r2-store')).createR2Store(config);

export function buildNetwork(rooms: Rooms): Network {
  const { paths, log, settings } = rooms.base;
  const bandwidth = new Bandwidth({
    clock: systemClock,
    limits: () => limitsAt(settings.current.work.speed, new Date()),
  });
  const meter = new Meter({
    folder: paths.usage,
    clock: systemClock,
    onChange: (state) => rooms.publisher.publish('usage', state),
    report: (error) => log.error('usage', error),
  });
  // Asked piece by piece even without a limit: one that is set in the middle of a body counts for the rest of it.
  const createStore: CreateStore = (config) => {
    const host = config.countedAs ?? new URL(config.endpoint).host;
    const onAnswer: StoreConfig['onAnswer'] = (answered) => meter.count(host, answered);
    return loadStore({ ...config, proxyFor: systemProxyFor, throttle: () => bandwidth, onAnswer });
  };
  const webFetch = createWebFetch(systemProxyFor);
  const probe = {
    fetch: meteredFetch(
      webFetch,
      () => rooms.connections.connections.state().profiles,
      (host, answered) => meter.count(host, answered),
    ),
  };
  return { createStore, webFetch, probe, meter, bandwidth };
}
