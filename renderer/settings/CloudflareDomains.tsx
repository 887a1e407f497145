import { Anchor } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionProfile } from '../../shared/connection';
import { drop } from '../../shared/drop';
import { BucketAddresses } from '../ui/BucketAddresses';
import { mendingOf } from '../ui/failure-action';
import { FailureNotice } from '../ui/FailureNotice';
import { addDomain } from './keep-domains';

/** Where an API token is kept: the bucket's own addresses, asked for once somebody wants to see them. */
export function CloudflareDomains({ profile }: { readonly profile: ConnectionProfile }) {
  const { t } = useTranslation('links');
  const [shown, setShown] = useState(false);
  const { id, address, bucket, apiToken, publicDomains } = profile;
  if (address.kind !== 'r2' || apiToken === 'none') return null;
  if (!shown)
    return (
      <Anchor
        component="button"
        type="button"
        size="sm"
        style={{ justifySelf: 'start' }}
        onClick={() => setShown(true)}
      >
        {t('domains.cloudflare')}
      </Anchor>
    );
  const { accountId, jurisdiction } = address;
  const isKnown = (wanted: string): boolean => publicDomains.some(({ base }) => base === wanted);
  return (
    <BucketAddresses
      token={{ kind: 'stored', connectionId: id }}
      place={{ accountId, jurisdiction, bucket }}
      isTaken={isKnown}
      onTake={(base) => drop(addDomain(id, base))}
      failed={(failure, retry) => <FailureNotice failure={failure} own={{ retry, ...mendingOf(id, failure) }} />}
    />
  );
}
