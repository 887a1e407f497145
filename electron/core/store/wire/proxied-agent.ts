import type { ClientRequestArgs } from 'node:http';
import { Agent, type AgentOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import type { ProxyFor } from '../store-config';
import { openByWay } from './proxies-passed-by';
import { serverNameOf } from './server-name';
import { tunnel } from './tunnel';

/** Node asks for a connection without a way to take that back; the tunnel's own patience ends it. */
const never = new AbortController().signal;

type Opened = (error: Error | null, stream: Duplex) => void;

/** For Node's own HTTP client: asks for each new connection whether it must lead through a proxy. */
export class ProxiedAgent extends Agent {
  readonly #proxyFor: ProxyFor;

  constructor(options: AgentOptions, proxyFor: ProxyFor) {
    super(options);
    this.#proxyFor = proxyFor;
  }

  override createConnection(options: ClientRequestArgs, opened: Opened): undefined {
    this.#open(options).then(
      (socket) => opened(null, socket),
      (error: unknown) => (opened as (error: unknown) => void)(error),
    );
  }

  async #open(options: ClientRequestArgs): Promise<Duplex> {
    const host = String(options.host);
    const port = Number(options.port ?? 443);
    // Of an https address a proxy's script is told no more than this by browsers either.
    const url = `https://${host.includes(':') ? `[${host}]` : host}:${port}/`;
    return openByWay(
      () => this.#proxyFor(url),
      async (proxy) => {
        const through = proxy === null ? {} : { socket: await tunnel(proxy, host, port, never) };
        return connect({ ...serverNameOf(host), host, port, ...through });
      },
    );
  }
}
