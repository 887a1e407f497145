/**
 * Servers that are known to decide `If-None-Match: *` on a PUT: R2 (developers.cloudflare.com/r2/api/s3/extensions), AWS (since
 * 2024), and those of this machine, which the sandbox bucket is one of. Others may write over what is there, so they are asked
 * before anything is sent.
 */
const DECIDES_ABSENT = /(?:^|\.)(?:r2\.cloudflarestorage\.com|amazonaws\.com)$|^(?:127\.0\.0\.1|\[::1\]|localhost)$/;

export function decidesAbsent(hostname: string): boolean {
  return DECIDES_ABSENT.test(hostname.toLowerCase());
}
