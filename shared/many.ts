/** At most this many ids or keys in one command. */
export const MANY = 100_000;
