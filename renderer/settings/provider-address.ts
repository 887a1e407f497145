import { isLoopbackHost } from '../../shared/links';

/** True for what can be a provider's address: https anywhere, http on this computer alone. */
export function isProviderAddress(text: string): boolean {
  const trimmed = text.trim();
  if (!URL.canParse(trimmed)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(trimmed);
  const secure = protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));
  return secure && [username, password, search, hash].every((part) => part === '');
}
