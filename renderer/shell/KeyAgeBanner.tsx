import { Button } from '@mantine/core';
import { IconClock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ConnectionProfile } from '../../shared/connection';
import { drop } from '../../shared/drop';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import { daysSince, showReplaceKeys } from '../ui/replace-keys';
import classes from './ConnectionBanner.module.css';

/** Whether it is time to speak of the keys' age: past the limit of the settings, and not put off today. */
function isDue(profile: ConnectionProfile, limit: number | null, now: number): boolean {
  const works = profile.secret === 'stored' || profile.secret === 'session';
  if (limit === null || profile.address.kind === 'sandbox' || !works) return false;
  const putOff = profile.keysRemindedAt !== null && daysSince(profile.keysRemindedAt, now) < 1;
  return !putOff && daysSince(profile.keysSince, now) >= limit;
}

/** Once a day at most, and for as long as it is not put off: the keys of the open bucket are old. */
export function KeyAgeBanner() {
  const { t } = useTranslation();
  const { profiles, activeId } = useSlice('connections');
  const { keyReminderDays } = useSlice('settings');
  const active = profiles.find(({ id }) => id === activeId);
  const now = Date.now();
  if (active === undefined || !isDue(active, keyReminderDays, now)) return null;
  const putOff = (): void => drop(ask('connections.putOffReminder', { connectionId: active.id }));
  return (
    <div className={classes['banner']} data-quiet role="status">
      <IconClock size={18} aria-hidden />
      <div className={classes['text']}>
        {t('keyAge.text', { bucket: active.bucket, count: daysSince(active.keysSince, now) })}
      </div>
      <Button size="xs" variant="subtle" color="gray" onClick={putOff}>
        {t('keyAge.later')}
      </Button>
      <Button size="xs" variant="default" onClick={() => showReplaceKeys(active.id)}>
        {t('keyAge.replace')}
      </Button>
    </div>
  );
}
