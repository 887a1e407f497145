import { session, type Session } from 'electron';
import { proxyOfAnswer } from '../core/store/system-proxy';

/** In memory, and without pages: theirs lead nowhere (lockdown.ts). */
const PARTITION = 'system-proxy';

let opened: Promise<Session> | null = null;

/** The proxy that the system's settings (or its PAC script) name for an address; null for the straight way. */
export async function systemProxyFor(url: string): Promise<string | null> {
  opened ??= openSession();
  return proxyOfAnswer(await (await opened).resolveProxy(url));
}

/** With the system's settings in it: until they have come, a session that is just begun answers the straight way. */
async function openSession(): Promise<Session> {
  const own = session.fromPartition(PARTITION, { cache: false });
  await own.forceReloadProxyConfig();
  return own;
}
