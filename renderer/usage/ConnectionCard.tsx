import { Button } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ConnectionProfile } from '../../shared/connection';
import { hostOfBase } from '../../shared/links';
import { useSlice } from '../mirror';
import { useAddressWords } from '../ui/connection-words';
import { formatCount, formatDate, formatDuration } from '../ui/format';
import { showReplaceKeys } from '../ui/replace-keys';
import { endsOf } from '../ui/token-end';
import { Card } from './Card';
import { daysBetween } from './stored';
import classes from './Usage.module.css';

/** What the bucket is reached with. */
export function ConnectionCard({ profile }: { readonly profile: ConnectionProfile }) {
  const { t } = useTranslation('usage');
  const { keyReminderDays } = useSlice('settings');
  const keyDays = daysBetween(profile.keysSince, Date.now());
  const facts = useFacts(profile, daysBetween(profile.createdAt, Date.now()), keyDays);
  const tired = keyReminderDays !== null && keyDays >= keyReminderDays && profile.address.kind !== 'sandbox';
  return (
    <Card wide title={t('connection.title')}>
      <dl className={classes['facts']}>
        {facts.map(([name, value]) => (
          <div key={name} className={classes['fact']}>
            <dt>{name}</dt>
            <dd data-selectable>{value}</dd>
          </div>
        ))}
      </dl>
      {tired && <Rotate profile={profile} days={keyDays} />}
    </Card>
  );
}

function useFacts(profile: ConnectionProfile, days: number, keyDays: number): readonly (readonly [string, string])[] {
  const { t } = useTranslation('usage');
  const { presignSeconds } = useSlice('settings');
  const where = useAddressWords()(profile.address);
  const { publicBase } = profile;
  const links =
    publicBase === null
      ? t('connection.linksSigned', { duration: formatDuration(presignSeconds) })
      : hostOfBase(publicBase);
  const date = formatDate(profile.createdAt);
  const age =
    days === 0 ? t('connection.today') : t('connection.days', { count: days, formatted: formatCount(days), date });
  const sandbox = profile.address.kind === 'sandbox';
  const secret = [
    [t('connection.key'), shortened(profile.accessKeyId)],
    [t('connection.secret'), t(`connection.secretState.${profile.secret}`)],
    [t('connection.keys'), useKeyWords()(profile, keyDays)],
  ] as const;
  return [
    [t('connection.bucket'), profile.bucket],
    [t('connection.where'), where],
    [t('connection.links'), links],
    ...(sandbox ? [] : secret),
    [t('connection.added'), age],
  ];
}

/** How old the keys are, and when they end, where Cloudflare has told. */
function useKeyWords(): (profile: ConnectionProfile, days: number) => string {
  const { t } = useTranslation('usage');
  return (profile, days) => {
    const end = endsOf(profile, Date.now()).find(({ of }) => of === 'keys');
    const age = t('connection.keyAge', { count: days, formatted: formatCount(days) });
    if (end === undefined) return age;
    return [age, t(end.isOver ? 'connection.keysEnded' : 'connection.keysEnd', { date: formatDate(end.at) })].join(
      ' · ',
    );
  };
}

/** Enough of a key's name to tell it from others on the dashboard. */
function shortened(id: string): string {
  return id.length <= 12 ? id : `${id.slice(0, 6)}…${id.slice(-4)}`;
}

function Rotate({ profile, days }: { readonly profile: ConnectionProfile; readonly days: number }) {
  const { t } = useTranslation('usage');
  return (
    <div className={classes['rotate']}>
      <IconKey size={18} aria-hidden />
      <div>
        {t('connection.rotate', { count: days, formatted: formatCount(days) })}
        <div className={classes['rotateActions']}>
          <Button size="xs" variant="default" onClick={() => showReplaceKeys(profile.id)}>
            {t('connection.replaceKeys')}
          </Button>
        </div>
      </div>
    </div>
  );
}
