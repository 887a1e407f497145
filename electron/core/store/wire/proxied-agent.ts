import type { ClientRequestArgs } from 'node:http';
import { Agent, type AgentOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import { serverNameOf } from './server-name';
import { tunnel } from './tunnel';

const CONNECT_MS = 10_000;

type Opened = (error: Error | null, stream: Duplex) => void;

/** For the SDK: asks for each new connection whether it must lead through a proxy. */
export class ProxiedAgent extends Agent {
  readonly #proxyFor: () => Promise<string | null>;

  constructor(options: AgentOptions, proxyFor: () => Promise<string | null>) {
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
    const proxy = await this.#proxyFor();
    const socket = proxy === null ? null : await tunnel(proxy, host, port, AbortSignal.timeout(CONNECT_MS));
    return connect({ ...serverNameOf(host), host, port, ...(socket === null ? {} : { socket }) });
  }
}
