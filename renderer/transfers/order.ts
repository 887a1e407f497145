import type { CommandInput, CommandName } from '../../shared/contract';
import { drop } from '../../shared/drop';
import { ask } from '../bridge';
import { notify } from '../ui/notify';

type Order = Extract<CommandName, `transfers.${string}` | 'app.revealTransfer'>;

async function carryOut<N extends Order>(name: N, input: CommandInput<N>): Promise<void> {
  const result = await ask(name, input);
  if (!result.ok) notify.failure(result.failure);
}

/** Sends a command and tells when it could not be done; what it changes comes back as state. */
export function order<N extends Order>(name: N, input: CommandInput<N>): void {
  drop(carryOut(name, input));
}
