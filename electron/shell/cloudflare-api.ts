import { app } from 'electron';
import { isLoopbackHost } from '../../shared/links';
import { CLOUDFLARE_API } from '../core/store/cloudflare/wire';

/**
 * Where Cloudflare's API is. A run from the source tree may name a stand-in on this machine (`FLOW_MEDIA_CLOUDFLARE_API`), for
 * the tests; a packaged app never listens to that.
 */
export function cloudflareApi(): string {
  const named = process.env['FLOW_MEDIA_CLOUDFLARE_API'] ?? '';
  if (app.isPackaged || !URL.canParse(named)) return CLOUDFLARE_API;
  return isLoopbackHost(new URL(named).hostname) ? named : CLOUDFLARE_API;
}
