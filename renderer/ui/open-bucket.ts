import { ask } from '../bridge';
import { openSmartView } from '../navigation';
import { notify } from './notify';

/** Opens another bucket at its start: the folder on show is one of the bucket before. */
export async function openBucket(connectionId: string): Promise<void> {
  const result = await ask('connections.select', { connectionId });
  if (result.ok) openSmartView('all');
  else notify.failure(result.failure);
}
