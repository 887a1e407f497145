import { Badge, Button, Checkbox, Loader } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconTrash } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionProfile, PublicDomain } from '../../shared/connection';
import { drop } from '../../shared/drop';
import type { Failure } from '../../shared/failure';
import type { DomainTrial } from '../../shared/link';
import { isDevBase } from '../../shared/links';
import { ask } from '../bridge';
import { failureSentences } from '../ui/failure-words';
import { formatDate } from '../ui/format';
import { IconButton } from '../ui/IconButton';
import { keepDomains } from './keep-domains';
import classes from './PublicDomains.module.css';

interface DomainRowProps {
  readonly profile: ConnectionProfile;
  readonly domain: PublicDomain;
  readonly preferred: boolean;
}

type Trial = { readonly kind: 'resting' } | { readonly kind: 'trying' } | Untold | DomainTrial;
/** It could not be tried at all. */
interface Untold {
  readonly kind: 'untold';
  readonly failure: Failure;
}

/** Whether a domain opens, found out by a try: at once for one that was added just now, else when it is asked for. */
function useTrial(connectionId: string, { base, provenAt }: PublicDomain) {
  const [trial, setTrial] = useState<Trial>({ kind: 'resting' });
  const run = async (): Promise<void> => {
    setTrial({ kind: 'trying' });
    const result = await ask('links.tryDomain', { connectionId, base });
    setTrial(result.ok ? result.value : { kind: 'untold', failure: result.failure });
  };
  // What was added just now is tried at once, and not again with each change of it.
  const untried = useRef(provenAt === null);
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    if (untried.current) drop(latest.current());
    untried.current = false;
  }, []);
  return { trial, run };
}

/** Whether Cloudflare may make smaller pictures of what lies on the domain. */
function Transformations({ profile, domain }: Omit<DomainRowProps, 'preferred'>) {
  const { t } = useTranslation('links');
  const { base } = domain;
  return (
    <Checkbox
      mt={10}
      size="xs"
      label={t('domains.transformations')}
      description={t('domains.transformationsHelp')}
      checked={domain.transformations}
      onChange={(event) => {
        const changed = { base, transformations: event.currentTarget.checked };
        drop(keepDomains(profile.id, (now) => now.map((one) => (one.base === base ? changed : one))));
      }}
    />
  );
}

/** One public domain: whether it is believed, and what can be changed of it. */
export function DomainRow({ profile, domain, preferred }: DomainRowProps) {
  const { t } = useTranslation('links');
  const { id, address } = profile;
  const { base, provenAt } = domain;
  const { trial, run } = useTrial(id, domain);
  const isThis = (one: { readonly base: string }): boolean => one.base === base;
  const prefer = (): Promise<boolean> =>
    keepDomains(id, (now) => [...now.filter(isThis), ...now.filter((one) => !isThis(one))]);
  const remove = (): Promise<boolean> => keepDomains(id, (now) => now.filter((one) => !isThis(one)));
  const shown = base.replace(/^https?:\/\//, '');
  const isSandbox = address.kind === 'sandbox';
  return (
    <li className={classes['row']} aria-label={shown}>
      <div className={classes['words']}>
        <div className={classes['name']}>
          <span className={classes['host']}>{shown}</span>
          {preferred && <Badge variant="light">{t('domains.preferred')}</Badge>}
        </div>
        <Standing trial={trial} provenAt={provenAt} />
        {isDevBase(base) && <p className={classes['dev']}>{t('domains.dev')}</p>}
        {!isDevBase(base) && !isSandbox && <Transformations profile={profile} domain={domain} />}
      </div>
      <Button variant="subtle" size="compact-sm" loading={trial.kind === 'trying'} onClick={() => drop(run())}>
        {t('domains.try')}
      </Button>
      {!preferred && (
        <Button variant="default" size="compact-sm" onClick={() => drop(prefer())}>
          {t('domains.prefer')}
        </Button>
      )}
      {!isSandbox && (
        <IconButton label={t('domains.remove', { host: shown })} onClick={() => drop(remove())}>
          <IconTrash size={17} />
        </IconButton>
      )}
    </li>
  );
}

function Standing({ trial, provenAt }: { readonly trial: Trial; readonly provenAt: number | null }) {
  const { t } = useTranslation('links');
  const bad = (failure: Failure) => (
    <p className={classes['standing']} data-tone="bad" role="status">
      <IconAlertTriangle size={15} stroke={1.8} aria-hidden />
      {t('domains.fails', { reason: failureSentences(failure) })}
    </p>
  );
  switch (trial.kind) {
    case 'trying':
      return (
        <p className={classes['standing']} role="status">
          <Loader size={13} aria-hidden />
          {t('domains.trying')}
        </p>
      );
    case 'fails':
    case 'untold':
      return bad(trial.failure);
    case 'opens':
      return (
        <p className={classes['standing']} data-tone="good" role="status">
          <IconCheck size={15} stroke={2} aria-hidden />
          {t('domains.opens', { key: trial.key })}
        </p>
      );
    case 'empty':
      return <p className={classes['standing']}>{t('domains.empty')}</p>;
    case 'resting':
      return (
        <p className={classes['standing']} data-tone={provenAt === null ? 'plain' : 'good'}>
          {provenAt !== null && <IconCheck size={15} stroke={2} aria-hidden />}
          {provenAt === null ? t('domains.unproven') : t('domains.proven', { date: formatDate(provenAt) })}
        </p>
      );
  }
}
