import { session } from 'electron';
import { proxyOfAnswer } from '../core/store/system-proxy';

/** The proxy that the system's settings (or its PAC script) name for an address; null for the straight way. */
export async function systemProxyFor(url: string): Promise<string | null> {
  return proxyOfAnswer(await session.defaultSession.resolveProxy(url));
}
