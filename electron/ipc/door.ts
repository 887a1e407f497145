import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { CHANNELS } from '../../shared/contract';
import type { Result } from '../../shared/result';

/** Answers a command, whoever sends it and whatever it says. */
export type Answerer = (
  event: Pick<IpcMainInvokeEvent, 'senderFrame'>,
  name: unknown,
  input: unknown,
) => Promise<Result<unknown>>;

/** Opens the door for commands. There need be nobody to answer yet: what a page asks until then waits. */
export function openDoor(answerer: Promise<Answerer>): void {
  ipcMain.handle(CHANNELS.command, async (event, name: unknown, input: unknown) =>
    (await answerer)(event, name, input),
  );
}
