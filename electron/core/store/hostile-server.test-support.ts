import { createServer, type AddressInfo, type Socket } from 'node:net';

/** What the server says to one request, in bytes: it keeps to no rule. */
export interface HostileReply {
  readonly head: string;
  readonly body: Buffer;
  /** `keep`: says no more; `close`: hangs up after it; `endless`: says its body again and again until the other side hangs up. */
  readonly after: 'keep' | 'close' | 'endless';
}

export interface HostileServer {
  readonly url: string;
  reply: HostileReply;
  /** The most that one connection has taken, bytes. */
  readonly mostTaken: () => number;
  close(): Promise<void>;
}

/** Enough to see that nobody stops reading. */
const GIVE_UP_BYTES = 400 * 1024 * 1024;

/** A server on this machine that answers everything with the same bytes. */
export async function startHostileServer(reply: HostileReply): Promise<HostileServer> {
  const sockets = new Set<Socket>();
  let most = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      most = Math.max(most, socket.bytesWritten);
      sockets.delete(socket);
    });
    socket.on('data', (asked) => {
      // One answer a request; what follows in the same request is its body.
      if (/^(GET|PUT|POST|HEAD|DELETE) \S+ HTTP\/1\.1\r\n/.test(asked.toString('latin1', 0, 8192)))
        say(socket, self.reply);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const self: HostileServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reply,
    mostTaken: () => most,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return self;
}

function say(socket: Socket, { head, body, after }: HostileReply): void {
  socket.write(head, 'latin1');
  if (body.length > 0) socket.write(body);
  if (after === 'close') socket.end();
  if (after === 'endless') sayOn(socket, body.length === 0 ? Buffer.alloc(1024, 'a') : body);
}

function sayOn(socket: Socket, body: Buffer): void {
  while (!socket.destroyed && socket.bytesWritten < GIVE_UP_BYTES) if (!socket.write(body)) break;
  if (socket.bytesWritten >= GIVE_UP_BYTES) socket.end();
  else socket.once('drain', () => sayOn(socket, body));
}
