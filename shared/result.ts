import type { Failure } from './failure';

/** What a command answers: a value, or an expected failure. A bug is neither: it is thrown, logged and shown. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };
