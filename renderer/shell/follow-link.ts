import i18next from 'i18next';
import type { DeepLink } from '../../shared/deep-link';
import { ask } from '../bridge';
import { readSlice } from '../mirror';
import { navigate, openFolder } from '../navigation';
import { isAsking } from '../ui/asking';
import { notify } from '../ui/notify';
import { isSettingUp } from './setting-up';

/** Shows what a link from outside names. It may name anything; only what is connected here is opened, and nothing behind the wizard or a question. */
export async function followLink(link: DeepLink): Promise<void> {
  const { profiles, activeId } = readSlice('connections');
  if (link.kind === 'screen') return isBusy() ? tellBusy() : navigate(link.screen);
  const { bucket, prefix } = link;
  const named = profiles.filter((profile) => profile.bucket === bucket);
  const profile = named.find(({ id }) => id === activeId) ?? named[0];
  if (profile === undefined)
    return notify.info({
      title: i18next.t('common:link.unknown', { bucket }),
      text: i18next.t('common:link.unknownText'),
    });
  if (isBusy()) return tellBusy();
  if (profile.id !== activeId) {
    const selected = await ask('connections.select', { connectionId: profile.id });
    if (!selected.ok) return notify.failure(selected.failure);
  }
  openFolder(prefix);
}

function isBusy(): boolean {
  return isAsking() || isSettingUp();
}

function tellBusy(): void {
  notify.info({ title: i18next.t('common:link.busy'), text: i18next.t('common:link.busyText') });
}
