import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

export interface Carried {
  readonly up: number;
  readonly down: number;
}

/** An HTTP proxy on this machine that knows CONNECT alone, with name servers of its own. */
export interface ForwardProxy {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** What was asked for, as `host:port`, in its order. */
  readonly asked: readonly string[];
  /** Bytes that it has carried to and from a `host:port`, of TLS. */
  carried(place: string): Carried;
  /** Answers everything with this status instead of letting it through. */
  refusal: number | null;
  /** Cuts what runs through it; nobody listens any more, until `open` on the same port. */
  close(): Promise<void>;
  open(): Promise<void>;
}

/** `portOf` tells where on this machine a `host:port` is; null for what is nowhere. */
export async function startForwardProxy(portOf: (place: string) => number | null): Promise<ForwardProxy> {
  const asked: string[] = [];
  const carried = new Map<string, { up: number; down: number }>();
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    keep(near).once('data', (head) => {
      const place = /^CONNECT (\S+) HTTP\/1\.1\r\n/.exec(head.toString('latin1'))?.[1] ?? '';
      asked.push(place);
      const port = portOf(place);
      const status = proxy.refusal ?? (port === null ? 502 : 200);
      if (status !== 200 || port === null) return void near.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
      near.write('HTTP/1.1 200 Connection established\r\n\r\n');
      const far = keep(connect(port, '127.0.0.1'));
      far.on('close', () => near.destroy());
      near.on('close', () => far.destroy());
      const count = carried.get(place) ?? { up: 0, down: 0 };
      carried.set(place, count);
      near.on('data', (bytes) => (count.up += bytes.length));
      far.on('data', (bytes) => (count.down += bytes.length));
      near.pipe(far).pipe(near);
    });
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  await listen(0);
  const { port: own } = server.address() as AddressInfo;
  const proxy: ForwardProxy = {
    url: `http://127.0.0.1:${own}`,
    asked,
    carried: (place) => carried.get(place) ?? { up: 0, down: 0 },
    refusal: null,
    open: () => listen(own),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  return proxy;
}
