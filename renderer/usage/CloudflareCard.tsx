import { useTranslation } from 'react-i18next';
import type { ConnectionProfile } from '../../shared/connection';
import { cloudflareTotals, type CloudflareUsage } from '../../shared/usage';
import { ask } from '../bridge';
import { mendingOf } from '../ui/failure-action';
import { FailureNotice } from '../ui/FailureNotice';
import { formatBytes, formatCount, formatDay } from '../ui/format';
import { useAnswer } from '../ui/use-answer';
import { Card } from './Card';
import classes from './Usage.module.css';

interface CloudflareCardProps {
  readonly profile: ConnectionProfile;
  readonly month: string;
}

/**
 * What Cloudflare has counted, visitors and other programs with it; nothing where there is no API token to ask with, or for a month
 * of which Cloudflare has not kept all.
 */
export function CloudflareCard({ profile, month }: CloudflareCardProps) {
  const { t } = useTranslation('usage');
  const name = profile.address.kind === 'r2' && profile.apiToken !== 'none' ? `${profile.id}/${month}` : null;
  const answer = useAnswer(name, () => ask('usage.cloudflare', { connectionId: profile.id, month }));
  if (answer.kind === 'failed')
    return (
      <Card wide title={t('cloudflare.title')}>
        {answer.failure.code === 'api-token-permission' ? (
          // A token without it is a good one: no alarm.
          <p className={classes['text']}>{t('cloudflare.permission')}</p>
        ) : (
          <FailureNotice failure={answer.failure} plain own={mendingOf(profile.id, answer.failure)} />
        )}
      </Card>
    );
  if (answer.kind === 'waiting' || answer.value === null) return null;
  return (
    <Card wide title={t('cloudflare.title')}>
      <Facts usage={answer.value} />
      <p className={classes['small']}>{t('cloudflare.help')}</p>
    </Card>
  );
}

function Facts({ usage }: { readonly usage: CloudflareUsage }) {
  const { t } = useTranslation('usage');
  const { stored } = usage;
  const { A, B, free } = cloudflareTotals(usage);
  const facts = [
    ...(stored === null
      ? []
      : [
          [t('cloudflare.stored', { when: formatDay(stored.at) }), formatBytes(stored.bytes)],
          [t('cloudflare.objects'), formatCount(stored.objects)],
          [t('cloudflare.uploads'), formatCount(stored.uploads)],
        ]),
    [t('class.A'), formatCount(A)],
    [t('class.B'), formatCount(B)],
    [t('class.free'), formatCount(free)],
  ];
  return (
    <dl className={classes['facts']}>
      {facts.map(([name, value]) => (
        <div key={name} className={classes['fact']}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
