import { Select } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionProfile } from '../../shared/connection';
import { showDomains, useShownDomains } from '../links/shown-domains';
import { useSlice } from '../mirror';
import { useBucketWords } from '../ui/connection-words';
import { AddDomain } from './AddDomain';
import { CloudflareDomains } from './CloudflareDomains';
import { Cors } from './Cors';
import { DomainRow } from './DomainRow';
import classes from './PublicDomains.module.css';
import { Section } from './Section';

/** Where anyone can read a bucket, and which websites may do so by script. */
export function PublicDomains() {
  const { t } = useTranslation('links');
  const { profiles, activeId } = useSlice('connections');
  const bucketWords = useBucketWords();
  const shown = useShownDomains();
  const [chosen, setChosen] = useState<string | null>(null);
  const [origin, setOrigin] = useState('');
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (shown === null) return;
    setChosen(shown.connectionId);
    setOrigin(shown.origin ?? '');
    place.current?.scrollIntoView({ block: 'start' });
    showDomains(null);
  }, [shown]);
  const profile = profiles.find(({ id }) => id === (chosen ?? activeId)) ?? profiles[0];
  if (profile === undefined) return null;
  return (
    <div ref={place}>
      <Section name="domains" title={t('domains.title')} help={t('domains.help')}>
        {profiles.length > 1 && (
          <Select
            label={t('domains.bucket')}
            maw={320}
            value={profile.id}
            onChange={setChosen}
            data={profiles.map((one) => ({ value: one.id, label: bucketWords(one) }))}
          />
        )}
        <Domains key={profile.id} profile={profile} />
        <Cors key={`${profile.id} ${origin}`} profile={profile} origin={origin} />
      </Section>
    </div>
  );
}

function Domains({ profile }: { readonly profile: ConnectionProfile }) {
  const { t } = useTranslation('links');
  const { publicDomains, address } = profile;
  const isSandbox = address.kind === 'sandbox';
  return (
    <div className={classes['domains']}>
      {publicDomains.length === 0 ? (
        <p className={classes['none']}>{t('domains.none')}</p>
      ) : (
        <ul className={classes['list']} aria-label={t('domains.title')}>
          {publicDomains.map((domain, index) => (
            <DomainRow key={domain.base} profile={profile} domain={domain} preferred={index === 0} />
          ))}
        </ul>
      )}
      {isSandbox ? <p className={classes['none']}>{t('domains.sandbox')}</p> : <AddDomain profile={profile} />}
      <CloudflareDomains profile={profile} />
    </div>
  );
}
