import { NO_GENERATION } from '../../shared/generation-state';
import { EMPTY_LIBRARY } from '../../shared/library';
import { LOCAL_API_OFF } from '../../shared/local-api';
import { EMPTY_TRANSFER_SUMMARY } from '../../shared/transfer';
import { EMPTY_USAGE } from '../../shared/usage';
import { EMPTY_WATCH } from '../../shared/watch';
import { Publisher } from '../ipc/publisher';
import type { Rooms } from './rooms';

/** Before anything has started: what is known without reading is told, all else is empty. */
export function buildPublisher({ base, connections, updates }: Rooms): Publisher {
  return new Publisher({
    settings: base.settings.current,
    connections: connections.connections.state(),
    library: EMPTY_LIBRARY,
    transfers: { summary: EMPTY_TRANSFER_SUMMARY, revision: 0, regrouped: 0, changed: [], listings: [] },
    generation: NO_GENERATION,
    check: null,
    usage: EMPTY_USAGE,
    watch: EMPTY_WATCH,
    localApi: LOCAL_API_OFF,
    updates: updates.state,
  });
}
