import { randomUUID } from 'node:crypto';
import { drop } from '../../shared/drop';
import type { ConnectionProfile } from '../../shared/connection';
import { CloudflareAccount } from '../core/connections/cloudflare-account';
import { createConnections, type Connections } from '../core/connections/connections';
import { cloudflareApi } from '../shell/cloudflare-api';
import { builtFile } from '../shell/paths';
import { SandboxProcess } from '../shell/sandbox-process';
import type { ConnectionsRoom, Rooms } from './rooms';

export function buildConnections(rooms: Rooms): ConnectionsRoom {
  const { paths, document, firstPaint, now } = rooms.base;
  const { createStore, webFetch, probe } = rooms.network;
  const sandbox = new SandboxProcess(builtFile('sandbox', 'cli.js'), paths.sandbox);
  const connections: Connections = createConnections({
    storage: document('connections'),
    vault: rooms.secrets.vault,
    sandbox,
    createStore,
    probe,
    proveToken: (chosen, accountId, signal) => cloudflare.prove(chosen, accountId, signal),
    now,
    randomId: randomUUID,
    onChange: (state) => {
      rooms.publisher.publish('connections', state);
      rooms.transfers.watch.connectionsChanged();
      rooms.tray.look();
      drop(rooms.library.showActive());
    },
  });
  const cloudflare = new CloudflareAccount({
    fetch: webFetch,
    base: cloudflareApi(),
    tokenOf: (chosen) => connections.apiTokenOf(chosen),
    hold: (secret) => connections.hold(secret),
    proved: (token) => connections.noteToken(token),
  });
  const profileOf = (connectionId: string): ConnectionProfile | null =>
    connections.state().profiles.find(({ id }) => id === connectionId) ?? null;
  return {
    connections,
    cloudflare,
    sandbox,
    leaving: new Set(),
    profileOf,
    // Nothing is asked of a bucket before the window is of use: its process comes up on the same cores.
    storeOf: (connectionId) => firstPaint.then(() => connections.storeOf(connectionId)),
    async apiTokenOf(connectionId) {
      if (connections.profileOf(connectionId).apiToken === 'none') return null;
      return connections.apiTokenOf({ kind: 'stored', connectionId });
    },
    openAccount() {
      const { activeId } = connections.state();
      const address = activeId === null ? null : profileOf(activeId)?.address;
      return address?.kind === 'r2' ? address.accountId : '';
    },
  };
}
