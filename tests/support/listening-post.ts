import { createSocket } from 'node:dgram';
import { createServer, type AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';

/** Whoever sits outside and waits for a word from a page: over UDP, and over TCP. */
export interface ListeningPost {
  readonly udp: number;
  readonly tcp: number;
  /** Packets and connections so far. */
  heard(): number;
  close(): Promise<void>;
}

/** Listens on this machine alone. */
export async function openListeningPost(): Promise<ListeningPost> {
  let heard = 0;
  const packets = createSocket('udp4', () => (heard += 1));
  const connections = createServer((socket) => {
    heard += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => packets.bind(0, '127.0.0.1', resolve));
  await new Promise<void>((resolve) => connections.listen(0, '127.0.0.1', resolve));
  return {
    udp: packets.address().port,
    tcp: (connections.address() as AddressInfo).port,
    heard: () => heard,
    async close() {
      await new Promise<void>((resolve) => packets.close(resolve));
      await new Promise((resolve) => connections.close(resolve));
    },
  };
}

/** Has a page look for a way to another one, which asks servers of the page's choice; comes back once it has given up. */
export function callByWebRtc(page: Page, { udp, tcp }: ListeningPost): Promise<void> {
  const iceServers = [
    { urls: `stun:127.0.0.1:${udp}` },
    { urls: `turn:127.0.0.1:${tcp}?transport=tcp`, username: 'what', credential: 'leaks' },
  ];
  return page.evaluate(async (servers) => {
    const connection = new RTCPeerConnection({ iceServers: servers });
    connection.createDataChannel('out');
    await connection.setLocalDescription();
    const hasGivenUp = new Promise<void>((resolve) => {
      const look = (): void => {
        if (connection.iceGatheringState === 'complete') resolve();
      };
      connection.addEventListener('icegatheringstatechange', look);
      look();
    });
    // A server that is silent is asked for longer than that, and has been asked long before.
    await Promise.race([hasGivenUp, new Promise((resolve) => setTimeout(resolve, 5000))]);
    connection.close();
  }, iceServers);
}
