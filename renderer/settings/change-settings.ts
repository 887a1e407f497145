import { drop } from '../../shared/drop';
import type { Settings } from '../../shared/settings';
import { ask } from '../bridge';
import { readSlice } from '../mirror';
import { notify } from '../ui/notify';
import { inTurn } from './in-turn';

/** What is to become of the settings, out of what they are then. */
type Change = (now: Settings) => Partial<Settings>;

const send = inTurn<Settings, Change>(async (before, change) => {
  const result = await ask('settings.update', change(before ?? readSlice('settings')));
  if (result.ok) return result.value;
  notify.failure(result.failure);
  return null;
});

/** Changes settings at once; main keeps them and tells the page. One that is a part of something larger is told as a function. */
export function changeSettings(change: Partial<Settings> | Change): void {
  drop(send(typeof change === 'function' ? change : () => change));
}
