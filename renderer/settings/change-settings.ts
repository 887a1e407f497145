import { drop } from '../../shared/drop';
import type { Settings } from '../../shared/settings';
import { ask } from '../bridge';
import { readSlice } from '../mirror';
import { notify } from '../ui/notify';

/** What is to become of the settings, out of what they are then. */
type Change = (now: Settings) => Partial<Settings>;

/** The change that is on its way, with what the settings are after it; null where it could not be made. */
let last: Promise<Settings | null> | null = null;

async function send(before: Promise<Settings | null> | null, change: Change): Promise<Settings | null> {
  const known = before === null ? null : await before;
  const result = await ask('settings.update', change(known ?? readSlice('settings')));
  if (result.ok) return result.value;
  notify.failure(result.failure);
  return null;
}

/**
 * Changes settings at once; main keeps them and tells the page. One that is a part of something larger is told as a function: a click
 * that leaves a field sends two changes, and the second must not be made of what the page knew before the first.
 */
export function changeSettings(change: Partial<Settings> | Change): void {
  const mine = send(last, typeof change === 'function' ? change : () => change);
  last = mine;
  drop(
    mine.finally(() => {
      if (last === mine) last = null;
    }),
  );
}
