import type { CommandInput, CommandName, CommandValue } from '../../shared/contract';

/** The commands of one subject, each answered at once or after a while. */
export type Commands<Prefix extends string> = {
  readonly [N in Extract<CommandName, `${Prefix}.${string}`>]: (
    input: CommandInput<N>,
  ) => CommandValue<N> | Promise<CommandValue<N>>;
};

/** Lets invented work take its time. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
