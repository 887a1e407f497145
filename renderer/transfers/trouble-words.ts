import type { Failure } from '../../shared/failure';

/** Whether it is the way to the server that is missing, or the server that wants or needs time: `network` or `server`. */
export function titleOfAway({ code }: Failure): 'network' | 'server' {
  return code === 'rate-limited' || code === 'server-error' || code === 'connection-refused' ? 'server' : 'network';
}
