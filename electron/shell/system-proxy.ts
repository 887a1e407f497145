import { session } from 'electron';
import { proxyOfAnswer } from '../core/store/system-proxy';

/** In memory, and without pages: theirs lead nowhere (lockdown.ts). */
const PARTITION = 'system-proxy';

/** The proxy that the system's settings (or its PAC script) name for an address; null for the straight way. */
export async function systemProxyFor(url: string): Promise<string | null> {
  return proxyOfAnswer(await session.fromPartition(PARTITION, { cache: false }).resolveProxy(url));
}
