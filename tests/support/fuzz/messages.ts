import fc from 'fast-check';
import { COMMAND_NAMES, type CommandName } from '../../../shared/contract';
import { COMMAND_SCHEMAS } from '../../../shared/contract-schemas';
import { mutated } from './any-value';
import { fromSchema, type KnownFields } from './from-schema';

export interface Message {
  readonly name: CommandName;
  readonly input: unknown;
}

/** Half of the messages are as the schema wants them, half have something wrong. */
export function messageOf(name: CommandName, known: KnownFields): fc.Arbitrary<Message> {
  const fitting = fromSchema(COMMAND_SCHEMAS[name], known);
  return fc.oneof(fitting, fitting.chain(mutated)).map((input) => ({ name, input }));
}

/** This many messages, each command in its turn; the same for the same seed. */
export function messages(count: number, seed: number, known: KnownFields = {}): readonly Message[] {
  const rounds = Math.ceil(count / COMMAND_NAMES.length);
  const byCommand = COMMAND_NAMES.map((name, index) =>
    fc.sample(messageOf(name, known), { numRuns: rounds, seed: seed + index }),
  );
  const inTurn = Array.from({ length: rounds }, (_, round) => byCommand.flatMap((own) => own[round] ?? []));
  return inTurn.flat().slice(0, count);
}
