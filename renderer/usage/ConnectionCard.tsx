import { Button } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { ConnectionProfile } from '../../shared/connection';
import { hostOfBase } from '../../shared/links';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import { editConnection } from '../navigation';
import { useAddressWords } from '../ui/connection-words';
import { formatCount, formatDate, formatDuration } from '../ui/format';
import { Card } from './Card';
import { daysBetween } from './stored';
import classes from './Usage.module.css';

/** What the bucket is reached with. */
export function ConnectionCard({ profile }: { readonly profile: ConnectionProfile }) {
  const { t } = useTranslation('usage');
  const facts = useFacts(profile, daysBetween(profile.createdAt, Date.now()));
  const { keyReminderDays } = useSlice('settings');
  const keyDays = daysBetween(profile.keysSince, Date.now());
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

function useFacts(profile: ConnectionProfile, days: number): readonly (readonly [string, string])[] {
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
  ] as const;
  return [
    [t('connection.bucket'), profile.bucket],
    [t('connection.where'), where],
    [t('connection.links'), links],
    ...(sandbox ? [] : secret),
    [t('connection.added'), age],
  ];
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
          {profile.address.kind === 'r2' && (
            <Button size="xs" variant="default" onClick={() => drop(ask('app.openPage', { page: 'r2-tokens' }))}>
              {t('connection.rotateOpen')}
            </Button>
          )}
          <Button size="xs" variant="default" onClick={() => editConnection(profile.id, 'keys')}>
            {t('connection.rotateEdit')}
          </Button>
        </div>
      </div>
    </div>
  );
}
