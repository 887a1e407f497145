import { Menu, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconCopy, IconKey, IconPencil, IconPlus, IconSelector } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ConnectionProfile } from '../../shared/connection';
import { drop } from '../../shared/drop';
import { useSlice } from '../mirror';
import { duplicateConnection, editConnection, openSetup } from '../navigation';
import { AppMark } from '../ui/AppMark';
import { useAddressWords } from '../ui/connection-words';
import { openBucket } from '../ui/open-bucket';
import classes from './BucketSwitcher.module.css';

function BucketItem({ profile, active }: { readonly profile: ConnectionProfile; readonly active: boolean }) {
  const { t } = useTranslation();
  const words = useAddressWords();
  const locked = profile.secret === 'missing' || profile.secret === 'unreadable';
  return (
    <Menu.Item
      onClick={() => drop(openBucket(profile.id))}
      rightSection={
        active ? <IconCheck size={16} aria-hidden /> : locked && <IconKey size={16} aria-label={t('switcher.locked')} />
      }
    >
      <span className={classes['itemName']}>{profile.bucket}</span>
      <span className={classes['itemNote']}>{words(profile.address)}</span>
    </Menu.Item>
  );
}

/** At the top of the sidebar: the bucket on show, the others, and the way to one more. */
export function BucketSwitcher() {
  const { t } = useTranslation();
  const { profiles, activeId } = useSlice('connections');
  const words = useAddressWords();
  const active = profiles.find(({ id }) => id === activeId);
  return (
    <Menu width={264} position="bottom-start">
      <Menu.Target>
        <UnstyledButton className={classes['target'] ?? ''}>
          <VisuallyHidden>{t('switcher.label')}: </VisuallyHidden>
          <AppMark size={28} />
          <span className={classes['text']}>
            <span className={classes['name']}>{active?.bucket}</span>
            <span className={classes['note']}>{active === undefined ? '' : words(active.address)}</span>
          </span>
          <IconSelector size={16} stroke={1.7} className={classes['chevron'] ?? ''} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('switcher.buckets')}</Menu.Label>
        {profiles.map((profile) => (
          <BucketItem key={profile.id} profile={profile} active={profile.id === activeId} />
        ))}
        <Menu.Divider />
        {active !== undefined && active.address.kind !== 'sandbox' && (
          <>
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => editConnection(active.id)}>
              {t('switcher.edit')}
            </Menu.Item>
            <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => duplicateConnection(active.id)}>
              {t('switcher.duplicate')}
            </Menu.Item>
          </>
        )}
        <Menu.Item leftSection={<IconPlus size={16} />} onClick={openSetup}>
          {t('switcher.add')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
