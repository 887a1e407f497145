import { Button } from '@mantine/core';
import { IconClock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ConnectionProfile } from '../../shared/connection';
import { drop } from '../../shared/drop';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import { editConnection } from '../navigation';
import { formatDate } from '../ui/format';
import { daysSince, showReplaceKeys } from '../ui/replace-keys';
import { endToTell, type TokenEnd } from '../ui/token-end';
import classes from './ConnectionBanner.module.css';

/** What there is to say of the keys: that a token ends, or that they are past the limit of the settings. */
type Reminder = { readonly kind: 'end'; readonly end: TokenEnd } | { readonly kind: 'age'; readonly days: number };

/** null where there is nothing to say, or it was put off today. */
function reminderOf(profile: ConnectionProfile, limit: number | null, now: number): Reminder | null {
  const works = profile.secret === 'stored' || profile.secret === 'session';
  const putOff = profile.keysRemindedAt !== null && daysSince(profile.keysRemindedAt, now) < 1;
  if (profile.address.kind === 'sandbox' || !works || putOff) return null;
  const end = endToTell(profile, now);
  if (end !== null) return { kind: 'end', end };
  const days = daysSince(profile.keysSince, now);
  return limit !== null && days >= limit ? { kind: 'age', days } : null;
}

function useReminderWords(): (reminder: Reminder, bucket: string) => string {
  const { t } = useTranslation();
  return (reminder, bucket) => {
    if (reminder.kind === 'age') return t('keyAge.text', { bucket, count: reminder.days });
    const { of, at, isOver } = reminder.end;
    const words = of === 'keys' ? (['ends', 'ended'] as const) : (['tokenEnds', 'tokenEnded'] as const);
    return t(`keyAge.${words[isOver ? 1 : 0]}`, { bucket, date: formatDate(at) });
  };
}

/** Once a day at most, and for as long as it is not put off: the keys of the open bucket are old, or come to their end. */
export function KeyAgeBanner() {
  const { t } = useTranslation();
  const { profiles, activeId } = useSlice('connections');
  const { keyReminderDays } = useSlice('settings');
  const active = profiles.find(({ id }) => id === activeId);
  const now = Date.now();
  const words = useReminderWords();
  const reminder = active === undefined ? null : reminderOf(active, keyReminderDays, now);
  if (active === undefined || reminder === null) return null;
  const isToken = reminder.kind === 'end' && reminder.end.of === 'api-token';
  const replace = (): void => (isToken ? editConnection(active.id, 'keys') : showReplaceKeys(active.id));
  const putOff = (): void => drop(ask('connections.putOffReminder', { connectionId: active.id }));
  return (
    <div className={classes['banner']} data-quiet role="status">
      <IconClock size={18} aria-hidden />
      <div className={classes['text']}>{words(reminder, active.bucket)}</div>
      <Button size="xs" variant="subtle" color="gray" onClick={putOff}>
        {t('keyAge.later')}
      </Button>
      <Button size="xs" variant="default" onClick={replace}>
        {t(isToken ? 'keyAge.replaceToken' : 'keyAge.replace')}
      </Button>
    </div>
  );
}
