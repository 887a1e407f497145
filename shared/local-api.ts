import type { SecretState } from './connection';
import type { Failure } from './failure';

/** Ports that need no rights of an administrator. */
export const LOCAL_API_PORTS = { min: 1024, max: 65_535 } as const;

/** The door for programs on this computer. */
export interface LocalApiSettings {
  readonly enabled: boolean;
  /** null: one that is free, which is kept from then on. */
  readonly port: number | null;
  /** null: the connection that is open. */
  readonly connectionId: string | null;
  /** Uploaded into: '' or with its slash at the end. */
  readonly prefix: string;
}

export type LocalApiState =
  | { readonly kind: 'off' }
  | { readonly kind: 'open'; readonly port: number }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface LocalApiSlice {
  readonly settings: LocalApiSettings;
  readonly state: LocalApiState;
  /** How the token is kept. */
  readonly token: SecretState;
}

/** What the person can have on the clipboard; both hold the token. */
export const LOCAL_API_COPIES = ['token', 'address'] as const;
export type LocalApiCopy = (typeof LOCAL_API_COPIES)[number];

export const LOCAL_API_OFF: LocalApiSlice = {
  settings: { enabled: false, port: null, connectionId: null, prefix: '' },
  state: { kind: 'off' },
  token: 'missing',
};
