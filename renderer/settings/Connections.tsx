import { Badge, Button, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconBucket,
  IconCopy,
  IconDots,
  IconFileExport,
  IconFlask,
  IconPencil,
  IconPlus,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ConnectionProfile } from '../../shared/connection';
import { drop } from '../../shared/drop';
import { hostOfBase } from '../../shared/links';
import { ask } from '../bridge';
import { readSlice, useSlice } from '../mirror';
import { duplicateConnection, editConnection, forgetPlace, openSetup } from '../navigation';
import { confirm } from '../ui/confirm';
import { useAddressWords } from '../ui/connection-words';
import { formatDate, formatDay } from '../ui/format';
import { IconButton } from '../ui/IconButton';
import { notify } from '../ui/notify';
import { openBucket } from '../ui/open-bucket';
import { ReachNote } from '../ui/ReachNote';
import { daysSince, showReplaceKeys } from '../ui/replace-keys';
import { reachesTooFar } from '../ui/rights';
import { endsOf } from '../ui/token-end';
import classes from './Connections.module.css';
import { ExportDialog } from './ExportDialog';
import { Section } from './Section';

function useRemove(): (profile: ConnectionProfile) => Promise<void> {
  const { t } = useTranslation('settings');
  return async ({ id, bucket }) => {
    const sure = await confirm({
      title: t('connections.removeTitle', { bucket }),
      text: t('connections.removeText'),
      confirm: t('connections.removeConfirm'),
      danger: true,
    });
    if (!sure) return;
    const wasOpen = readSlice('connections').activeId === id;
    const result = await ask('connections.remove', { connectionId: id });
    if (!result.ok) return notify.failure(result.failure);
    // Another bucket is open now, which does not have its folders.
    if (wasOpen) forgetPlace();
    notify.good({ title: t('connections.removed', { bucket }) });
  };
}

function Badges({ profile, active }: { readonly profile: ConnectionProfile; readonly active: boolean }) {
  const { t } = useTranslation('settings');
  const broken = profile.secret === 'missing' || profile.secret === 'unreadable';
  return (
    <>
      {active && <Badge variant="light">{t('connections.active')}</Badge>}
      {profile.address.kind !== 'sandbox' && profile.secret !== 'stored' && (
        <Badge className={classes['secret'] ?? ''} data-broken={broken}>
          {t(`connections.secret.${profile.secret}`)}
        </Badge>
      )}
    </>
  );
}

/** Between when the tokens of a connection are good, as far as Cloudflare has told. */
function useTermWords(): (profile: ConnectionProfile) => readonly string[] {
  const { t } = useTranslation('settings');
  return (profile) => {
    const now = Date.now();
    const from = profile.keysTerm?.from ?? null;
    const ends = endsOf(profile, now).map(({ of, at, isOver }) => {
      const date = formatDate(at);
      if (of === 'keys') return t(isOver ? 'connections.keysEnded' : 'connections.keysEnd', { date });
      return t(isOver ? 'connections.tokenEnded' : 'connections.tokenEnd', { date });
    });
    return from === null || from <= now ? ends : [t('connections.keysFrom', { date: formatDate(from) }), ...ends];
  };
}

/** That the keys reach farther than the bucket, until the person says that it may stay so. */
function Reach({ profile }: { readonly profile: ConnectionProfile }) {
  const { t } = useTranslation();
  const { id, bucket, address, rights, apiToken } = profile;
  const accept = (): void => drop(ask('connections.acceptReach', { connectionId: id }));
  return (
    <div className={classes['reach']}>
      <ReachNote bucket={bucket} isR2={address.kind === 'r2'} rights={rights} hasApiToken={apiToken !== 'none'}>
        <Button variant="default" size="xs" onClick={() => showReplaceKeys(id)}>
          {t('reach.replace')}
        </Button>
        <Button variant="subtle" color="gray" size="xs" onClick={accept}>
          {t('reach.accept')}
        </Button>
      </ReachNote>
    </div>
  );
}

/** Where a connection leads, since when, and how old its keys are. */
function useFacts(profile: ConnectionProfile): readonly string[] {
  const { t } = useTranslation('settings');
  const words = useAddressWords();
  const termWords = useTermWords();
  const { address, publicBase, createdAt, keysSince } = profile;
  return [
    words(address),
    publicBase === null ? t('connections.private') : hostOfBase(publicBase),
    t('connections.since', { date: formatDay(createdAt) }),
    ...(address.kind === 'sandbox' ? [] : [t('connections.keyAge', { count: daysSince(keysSince, Date.now()) })]),
    ...termWords(profile),
  ];
}

interface MoreMenuProps {
  readonly profile: ConnectionProfile;
  readonly onExport: () => void;
}

/** What is done to a connection now and then; the sandbox has no keys, so it can only be removed. */
function MoreMenu({ profile, onExport }: MoreMenuProps) {
  const { t } = useTranslation('settings');
  const remove = useRemove();
  const { id, bucket, address } = profile;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <IconButton label={t('connections.more', { bucket })} onClick={() => undefined}>
          <IconDots size={17} />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        {address.kind !== 'sandbox' && (
          <>
            <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => duplicateConnection(id)}>
              {t('connections.duplicate')}
            </Menu.Item>
            <Menu.Item leftSection={<IconRefresh size={16} />} onClick={() => showReplaceKeys(id)}>
              {t('connections.replaceKeys')}
            </Menu.Item>
            <Menu.Item leftSection={<IconFileExport size={16} />} onClick={onExport}>
              {t('connections.export')}
            </Menu.Item>
          </>
        )}
        <Menu.Item c="var(--flow-bad)" leftSection={<IconTrash size={16} />} onClick={() => drop(remove(profile))}>
          {t('connections.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Connection({ profile, active }: { readonly profile: ConnectionProfile; readonly active: boolean }) {
  const { t } = useTranslation('settings');
  const facts = useFacts(profile);
  const [exportOpen, exporting] = useDisclosure(false);
  const { bucket, address } = profile;
  const sandbox = address.kind === 'sandbox';
  const Icon = sandbox ? IconFlask : IconBucket;
  return (
    <li className={classes['row']} data-active={active}>
      <span className={classes['icon']} aria-hidden>
        <Icon size={20} stroke={1.7} />
      </span>
      <div className={classes['words']}>
        <div className={classes['name']}>
          <span className={classes['bucket']}>{bucket}</span>
          <Badges profile={profile} active={active} />
        </div>
        <div className={classes['facts']}>{facts.join(' · ')}</div>
      </div>
      {!active && (
        <Button variant="default" size="xs" onClick={() => drop(openBucket(profile.id))}>
          {t('connections.open')}
        </Button>
      )}
      {!sandbox && (
        <IconButton label={`${t('connections.edit')}: ${bucket}`} onClick={() => editConnection(profile.id)}>
          <IconPencil size={17} />
        </IconButton>
      )}
      <MoreMenu profile={profile} onExport={exporting.open} />
      {exportOpen && <ExportDialog profile={profile} onClose={exporting.close} />}
      {reachesTooFar(profile) && <Reach profile={profile} />}
    </li>
  );
}

/** The buckets that the app can reach. */
export function Connections() {
  const { t } = useTranslation('settings');
  const { profiles, activeId } = useSlice('connections');
  return (
    <Section name="connections" title={t('connections.title')} help={t('connections.help')}>
      <ul className={classes['list']}>
        {profiles.map((profile) => (
          <Connection key={profile.id} profile={profile} active={profile.id === activeId} />
        ))}
      </ul>
      <Button
        variant="default"
        className={classes['add'] ?? ''}
        leftSection={<IconPlus size={16} />}
        onClick={openSetup}
      >
        {t('connections.add')}
      </Button>
    </Section>
  );
}
