import type { IpcMainInvokeEvent } from 'electron';
import { COMMAND_NAMES, type CommandInput, type CommandName, type CommandValue } from '../../shared/contract';
import { COMMAND_SCHEMAS } from '../../shared/contract-schemas';
import { failure, FailureError } from '../../shared/failure';
import type { Result } from '../../shared/result';
import type { Answerer } from './door';

const MOST_FIELDS = 5;
const LONGEST_FIELD = 100;

/** One function a command; leaving one out does not compile. */
export type CommandHandlers = {
  readonly [N in CommandName]: (input: CommandInput<N>) => Promise<CommandValue<N>> | CommandValue<N>;
};

/** Those whose names begin with a topic. */
export type HandlersOf<Topic extends string> = Pick<
  CommandHandlers,
  Extract<keyof CommandHandlers, `${Topic}.${string}`>
>;

export interface RouterOptions {
  /** Where the app's own page comes from; commands from anywhere else are refused. */
  readonly trustedOrigin: string;
  /** Hears of bugs: what was thrown and was no `FailureError`. */
  readonly reportBug: (command: string, error: unknown) => void;
}

/** Stands behind the one door for commands: checks who asks, parses what is asked, and puts the answer into its envelope. */
export function routeCommands(handlers: CommandHandlers, options: RouterOptions): Answerer {
  return async (event, name, input) => {
    if (!isTrustedSender(event, options.trustedOrigin)) throw new Error('This page may not send commands.');
    if (!isCommandName(name)) return refused('no such command');
    return answer(handlers, name, input, options);
  };
}

/** Only the top frame of the app's own origin may ask; a missing frame is a frame that is gone. */
export function isTrustedSender(event: Pick<IpcMainInvokeEvent, 'senderFrame'>, trustedOrigin: string): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && frame.origin === trustedOrigin;
}

function isCommandName(name: unknown): name is CommandName {
  return typeof name === 'string' && (COMMAND_NAMES as readonly string[]).includes(name);
}

async function answer<N extends CommandName>(
  handlers: CommandHandlers,
  name: N,
  input: unknown,
  options: RouterOptions,
): Promise<Result<CommandValue<N>>> {
  const parsed = COMMAND_SCHEMAS[name].safeParse(input);
  if (!parsed.success) return refused(`${name}: ${fieldsOf(parsed.error.issues)}`);
  try {
    return { ok: true, value: await handlers[name](parsed.data as CommandInput<N>) };
  } catch (error) {
    if (error instanceof FailureError) return { ok: false, failure: error.failure };
    // What was broken off on purpose (a reading that a person stopped) is no bug.
    if (!(error instanceof Error && error.name === 'AbortError')) options.reportBug(name, error);
    return { ok: false, failure: failure('unexpected', {}, error instanceof Error ? error.name : null) };
  }
}

/** The first few: a list of a hundred thousand may be wrong throughout. A field of a name that the page chose is cut. */
function fieldsOf(issues: readonly { readonly path: readonly PropertyKey[] }[]): string {
  const first = issues.slice(0, MOST_FIELDS).map(({ path }) => path.map(String).join('.').slice(0, LONGEST_FIELD));
  return [...first, ...(issues.length > MOST_FIELDS ? ['…'] : [])].join(', ');
}

/** Names the fields that did not fit, never what stood in them. */
function refused(detail: string): Result<never> {
  return { ok: false, failure: failure('invalid-input', {}, detail) };
}
