import { ask } from '../bridge';
import { notify } from '../ui/notify';

/** Asks for a folder; null when the person picked none. */
export async function pickFolder(): Promise<string | null> {
  const result = await ask('watch.pickFolder', null);
  if (result.ok) return result.value;
  notify.failure(result.failure);
  return null;
}
