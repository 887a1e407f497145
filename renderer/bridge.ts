import type { Bridge, CommandInput, CommandName, CommandValue } from '../shared/contract';
import { failure, FailureError } from '../shared/failure';
import type { Result } from '../shared/result';

declare global {
  interface Window {
    /** Put there by the preload. */
    readonly flow?: Bridge;
  }
}

let current: Bridge | undefined = window.flow;

/** Puts another bridge in place: the fake one, in a plain browser and in tests. */
export function installBridge(bridge: Bridge): void {
  current = bridge;
}

/** The way to main. */
export function bridge(): Bridge {
  if (current === undefined) throw new Error('There is no bridge to the main process.');
  return current;
}

/** Sends a command and answers its result: a value or an expected failure. */
export async function ask<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Result<CommandValue<N>>> {
  try {
    return (await bridge().invoke(name, input)) as Result<CommandValue<N>>;
  } catch (error) {
    return { ok: false, failure: failure('unexpected', {}, error instanceof Error ? error.message : null) };
  }
}

/** Sends a command and answers its value; an expected failure is thrown as `FailureError`. */
export async function call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandValue<N>> {
  const result = await ask(name, input);
  if (!result.ok) throw new FailureError(result.failure);
  return result.value;
}
