import { readSlice } from '../mirror';
import { readNavigation } from '../navigation';

/** The wizard fills the window. */
export function isSettingUp(): boolean {
  return readSlice('connections').profiles.length === 0 || readNavigation().setup.kind !== 'closed';
}
