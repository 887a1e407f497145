import { drop } from '../../shared/drop';
import type { LocalApiSettings } from '../../shared/local-api';
import { ask } from '../bridge';
import { readSlice } from '../mirror';
import { notify } from '../ui/notify';
import { inTurn } from './in-turn';

const send = inTurn<LocalApiSettings, Partial<LocalApiSettings>>(async (before, part) => {
  const { settings } = readSlice('localApi');
  const now = before ?? settings;
  // Main chooses a port where none was, and tells it by the slice alone.
  const next: LocalApiSettings = { ...now, port: now.port ?? settings.port, ...part };
  const result = await ask('localApi.change', next);
  if (result.ok) return next;
  notify.failure(result.failure);
  return null;
});

/** Changes a part of the settings of the door, which main is told as a whole. */
export function changeLocalApi(part: Partial<LocalApiSettings>): void {
  drop(send(part));
}
