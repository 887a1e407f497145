import { isIP } from 'node:net';

/**
 * The name that a TLS handshake asks for (SNI), as an option of `tls.connect`, which sends none of its own accord: Cloudflare's
 * edge refuses a handshake without one (alert 40, nginx/nginx-s3-gateway#78). An address may not be one (RFC 6066, 3).
 */
export function serverNameOf(host: string): { readonly servername?: string } {
  return isIP(host) === 0 ? { servername: host } : {};
}
