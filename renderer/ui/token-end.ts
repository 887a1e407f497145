import type { ConnectionProfile } from '../../shared/connection';

const DAY = 86_400_000;
/** Days before the end of a token at which the app begins to speak of it. */
const NOTICE_DAYS = 14;

/** The end of a token that a connection lives on. */
export interface TokenEnd {
  /** `keys`: nothing works after it. `api-token`: only what the token adds is over. */
  readonly of: 'keys' | 'api-token';
  /** ms since 1970. */
  readonly at: number;
  readonly isOver: boolean;
}

/** The ends that Cloudflare has told of, the keys' first; the API token's only where it is another one. */
export function endsOf({ keysTerm, apiTokenTerm }: ConnectionProfile, now: number): readonly TokenEnd[] {
  const keys = keysTerm?.until ?? null;
  const token = apiTokenTerm?.until ?? null;
  return [
    ...(keys === null ? [] : [{ of: 'keys', at: keys, isOver: keys <= now } as const]),
    ...(token === null || token === keys ? [] : [{ of: 'api-token', at: token, isOver: token <= now } as const]),
  ];
}

/** The end that it is time to speak of; null while none is near. */
export function endToTell(profile: ConnectionProfile, now: number): TokenEnd | null {
  return endsOf(profile, now).find(({ at }) => at - now < NOTICE_DAYS * DAY) ?? null;
}
