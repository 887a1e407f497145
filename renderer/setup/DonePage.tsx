import { Button } from '@mantine/core';
import {
  IconBucket,
  IconCloudCheck,
  IconKey,
  IconLink,
  IconLock,
  IconShieldCheck,
  IconUpload,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionProfile } from '../../shared/connection';
import { drop } from '../../shared/drop';
import { hostOfBase } from '../../shared/links';
import { useSlice } from '../mirror';
import { closeSetup, resetNavigation } from '../navigation';
import { useAddressWords } from '../ui/connection-words';
import { pickAndUpload } from '../ui/upload';
import classes from './DonePage.module.css';
import { StepForm } from './StepForm';
import { TestLinkRow } from './TestLinkRow';
import { useWizard } from './wizard-context';
import type { MadeConnection } from './wizard-state';

function openLibrary(): void {
  resetNavigation();
  closeSetup();
}

function uploadFirst(): void {
  openLibrary();
  drop(pickAndUpload('files'));
}

interface FactProps {
  readonly icon: ReactNode;
  readonly label: string;
  readonly children: ReactNode;
}

function Fact({ icon, label, children }: FactProps) {
  return (
    <div className={classes['fact']}>
      <dt className={classes['label']}>
        <span aria-hidden>{icon}</span>
        {label}
      </dt>
      <dd className={classes['value']}>{children}</dd>
    </div>
  );
}

/** How the secret is kept, as it is: the words of the settings. */
function useKeptWords(): (profile: ConnectionProfile) => string {
  const { t } = useTranslation('setup');
  const { storage } = useSlice('connections');
  return ({ secret }) => {
    if (secret !== 'stored') return t('done.keptSession');
    return storage.kind === 'keychain'
      ? t('done.keptKeychain', { backend: storage.backend })
      : t('done.keptPassphrase');
  };
}

function linkWords(host: string | null, opens: boolean): 'private' | 'notYet' | 'dev' | 'public' {
  if (host === null) return 'private';
  if (!opens) return 'notYet';
  return host.endsWith('.r2.dev') ? 'dev' : 'public';
}

/** What was set up, line by line. */
function Facts({ profile, opens }: { readonly profile: ConnectionProfile; readonly opens: boolean }) {
  const { t } = useTranslation('setup');
  const words = useAddressWords();
  const kept = useKeptWords();
  const { bucket, address, rights, publicBase, apiToken } = profile;
  const host = publicBase === null ? null : hostOfBase(publicBase);
  const may = rights.write === false ? 'mayRead' : rights.delete === false ? 'mayWrite' : 'mayAll';
  const size = { size: 18, stroke: 1.7 };
  return (
    <dl className={classes['facts']} aria-label={t('done.facts')}>
      <Fact icon={<IconBucket {...size} />} label={t('done.bucket')}>
        {bucket}
        <span className={classes['more']}>{words(address)}</span>
      </Fact>
      <Fact icon={<IconShieldCheck {...size} />} label={t('done.rights')}>
        {t(`done.${may}`)}
      </Fact>
      <Fact icon={<IconKey {...size} />} label={t('done.keys')}>
        {kept(profile)}
      </Fact>
      <Fact icon={host === null ? <IconLock {...size} /> : <IconLink {...size} />} label={t('done.links')}>
        {t(`done.${linkWords(host, opens)}`, { host: host ?? '' })}
      </Fact>
      {apiToken !== 'none' && (
        <Fact icon={<IconCloudCheck {...size} />} label={t('done.apiToken')}>
          {t('done.apiTokenText')}
        </Fact>
      )}
    </dl>
  );
}

/** The end of the wizard: what there is now, and what to do with it first. */
export function DonePage({ made }: { readonly made: MadeConnection }) {
  const { t } = useTranslation('setup');
  const { profiles } = useSlice('connections');
  const { editing } = useWizard();
  const profile = profiles.find(({ id }) => id === made.connectionId);
  if (profile === undefined || editing !== null) return null;
  const mayWrite = profile.rights.write !== false;
  return (
    <StepForm
      title={t('done.title', { bucket: profile.bucket })}
      lead={t(made.limited ? 'done.leadLimited' : 'done.lead')}
      forward={
        <Button
          size="md"
          miw={104}
          variant={mayWrite ? 'default' : 'filled'}
          onClick={openLibrary}
          data-autofocus={!mayWrite || undefined}
        >
          {t('finish')}
        </Button>
      }
    >
      <Facts profile={profile} opens={made.opens} />
      {mayWrite && (
        <section className={classes['first']} aria-label={t('done.first')}>
          <h2 className={classes['firstTitle']}>{t('done.first')}</h2>
          <div className={classes['action']}>
            <div className={classes['actionText']}>
              <strong>{t('done.upload')}</strong>
              <p>{t('done.uploadText')}</p>
            </div>
            <Button data-autofocus leftSection={<IconUpload size={17} aria-hidden />} onClick={uploadFirst}>
              {t('done.uploadButton')}
            </Button>
          </div>
          {made.opens && <TestLinkRow connectionId={profile.id} />}
        </section>
      )}
    </StepForm>
  );
}
