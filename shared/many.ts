/** So many ids or keys one command may name. */
export const MANY = 100_000;
