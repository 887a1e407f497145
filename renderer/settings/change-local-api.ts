import { drop } from '../../shared/drop';
import type { LocalApiSettings } from '../../shared/local-api';
import { ask } from '../bridge';
import { readSlice } from '../mirror';
import { notify } from '../ui/notify';

/** The change that is on its way, with what the settings are after it; null where it could not be made. */
let last: Promise<LocalApiSettings | null> | null = null;

async function send(
  before: Promise<LocalApiSettings | null> | null,
  part: Partial<LocalApiSettings>,
): Promise<LocalApiSettings | null> {
  const known = before === null ? null : await before;
  const { settings } = readSlice('localApi');
  const now = known ?? settings;
  // Main chooses a port where none was, and tells it by the slice alone.
  const next: LocalApiSettings = { ...now, port: now.port ?? settings.port, ...part };
  const result = await ask('localApi.change', next);
  if (result.ok) return next;
  notify.failure(result.failure);
  return null;
}

/**
 * Changes the settings of the door. They are told as a whole: a click that leaves a field sends two changes, and the second must not
 * be made of what the page knew before the first.
 */
export function changeLocalApi(part: Partial<LocalApiSettings>): void {
  const mine = send(last, part);
  last = mine;
  drop(
    mine.finally(() => {
      if (last === mine) last = null;
    }),
  );
}
