import { Button } from '@mantine/core';
import { IconFolderPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { NEW_WATCH, type WatchedFolderInfo, type WatchedFolderSettings } from '../../shared/watch';
import { useSlice } from '../mirror';
import { pickFolder } from './pick-folder';
import { Section } from './Section';
import { useOneForm } from './use-one-form';
import { WatchedFolderCard } from './WatchedFolderCard';
import { WatchedFolderForm } from './WatchedFolderForm';
import classes from './WatchedFolders.module.css';

type Edited = { readonly kind: 'new'; readonly path: string } | { readonly kind: 'known'; readonly id: string };

/** Folders whose files are uploaded by themselves: a card a folder, with its state. */
export function WatchedFolders() {
  const { t } = useTranslation('watch');
  const { folders } = useSlice('watch');
  const { profiles, activeId } = useSlice('connections');
  const { edited, isFree, open, close } = useOneForm<Edited>();
  const connectionId = activeId ?? profiles[0]?.id;
  const add = async (): Promise<void> => {
    if (!isFree()) return;
    const path = await pickFolder();
    if (path !== null) open({ kind: 'new', path });
  };
  return (
    <Section name="watched-folders" title={t('title')} help={t('help')}>
      {folders.length === 0 && edited === null && <p className={classes['none']}>{t('none')}</p>}
      <ul className={classes['list']} aria-label={t('list')}>
        {folders.map((folder) => (
          <li key={folder.id} className={classes['card']}>
            {edited?.kind === 'known' && edited.id === folder.id ? (
              <WatchedFolderForm initial={settingsOf(folder)} folderId={folder.id} onClose={close} />
            ) : (
              <WatchedFolderCard folder={folder} onEdit={() => open({ kind: 'known', id: folder.id })} />
            )}
          </li>
        ))}
        {edited?.kind === 'new' && connectionId !== undefined && (
          <li className={classes['card']}>
            <WatchedFolderForm
              initial={{ ...NEW_WATCH, path: edited.path, connectionId }}
              folderId={null}
              onClose={close}
            />
          </li>
        )}
      </ul>
      {edited?.kind !== 'new' && (
        <Button
          className={classes['add'] ?? ''}
          variant="default"
          leftSection={<IconFolderPlus size={16} />}
          disabled={connectionId === undefined}
          onClick={() => drop(add())}
        >
          {t('add')}
        </Button>
      )}
    </Section>
  );
}

function settingsOf(folder: WatchedFolderInfo): WatchedFolderSettings {
  const { path, connectionId, prefix, template, subfolders, kinds, hiddenFiles, restSeconds, rule, after } = folder;
  return { path, connectionId, prefix, template, subfolders, kinds, hiddenFiles, restSeconds, rule, after };
}
