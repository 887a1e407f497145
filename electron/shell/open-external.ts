import { shell } from 'electron';
import { isLoopbackHost } from '../../shared/links';

/** Whether an address may be handed to the system's browser: https, or http on this machine (the sandbox bucket's links). */
export function mayOpen(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
}

/** The one call of `openExternal`; anything but a web address is a bug of ours and throws. */
export async function openExternal(address: string): Promise<void> {
  if (!mayOpen(address)) throw new Error('Only web addresses are opened in the browser.');
  await shell.openExternal(new URL(address).href);
}
