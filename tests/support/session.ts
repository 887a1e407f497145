/** What names a desktop session: the variables of its display, bus and keyring; null for those that it does not have. */
type SessionVariables = Readonly<Record<string, string | null>>;

/** Whether the system's keychain is there and open, or there is none at all: no session bus, and no desktop that would name one. */
export type Keyring = 'unlocked' | 'none';

export interface WorkerFixtures {
  /** Set by the project (playwright.config.ts). */
  readonly keyring: Keyring;
  /** The worker's own display, clipboard, session bus and keyring. */
  readonly session: void;
}

/** The sessions that build/e2e.mjs has opened, one for each worker. */
export function sessionsForWorkers(): readonly SessionVariables[] {
  const text = process.env['FLOW_TEST_SESSIONS'];
  if (text === undefined) throw new Error('End-to-end tests are run by `npm run e2e`.');
  const sessions: readonly SessionVariables[] = JSON.parse(text);
  return sessions;
}

/** From here on this worker, and all that it starts, is in a session of its own. */
export function enterSession(worker: number, keyring: Keyring): void {
  const session = sessionsForWorkers()[worker];
  if (session === undefined) throw new Error('More workers than sessions: FLOW_TEST_WORKERS=N opens N of them.');
  for (const [name, value] of Object.entries(session)) setVariable(name, value);
  if (keyring === 'unlocked') return;
  setVariable('DBUS_SESSION_BUS_ADDRESS', 'disabled:');
  setVariable('XDG_CURRENT_DESKTOP', null);
}

function setVariable(name: string, value: string | null): void {
  if (value === null) delete process.env[name];
  else process.env[name] = value;
}
