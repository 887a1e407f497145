import { drop } from '../../shared/drop';
import type { Settings } from '../../shared/settings';
import { ask } from '../bridge';
import { notify } from '../ui/notify';

async function send(change: Partial<Settings>): Promise<void> {
  const result = await ask('settings.update', change);
  if (!result.ok) notify.failure(result.failure);
}

/** Changes settings at once; main keeps them and tells the page. */
export function changeSettings(change: Partial<Settings>): void {
  drop(send(change));
}
