import { Menu } from '@mantine/core';
import {
  IconCopy,
  IconCopyPlus,
  IconCursorText,
  IconFileSettings,
  IconFileZip,
  IconFolderShare,
  IconForms,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { Kbd } from '../ui/Kbd';
import { useMay } from '../ui/rights';
import { duplicate } from './object-actions';
import { askEdit, askRename, askRenameMany, askTarget, askZip, type Subject } from './requests';

const ICON = { size: 17, stroke: 1.7 } as const;

/** What can be done with objects in their bucket: menu items, wherever a menu speaks of some. */
export function ObjectItems({ subject }: { readonly subject: Subject }) {
  const { t } = useTranslation('objects');
  const { only, connectionId } = subject;
  const may = useMay();
  const moves = may.write && may.delete;
  return (
    <>
      {moves && (
        <Menu.Item
          leftSection={<IconCursorText {...ICON} />}
          rightSection={<Kbd shortcut="library.rename" />}
          onClick={() => (only === null ? askRenameMany(subject) : askRename(connectionId, only))}
        >
          {t('menu.rename')}
        </Menu.Item>
      )}
      {moves && only?.kind === 'folder' && (
        <Menu.Item leftSection={<IconForms {...ICON} />} onClick={() => askRenameMany(subject)}>
          {t('menu.renameInside')}
        </Menu.Item>
      )}
      {may.write && (
        <Menu.Item
          leftSection={<IconFileSettings {...ICON} />}
          rightSection={<Kbd shortcut="library.edit" />}
          onClick={() => askEdit(subject)}
        >
          {t('menu.edit')}
        </Menu.Item>
      )}
      {may.delete && (
        <Menu.Item leftSection={<IconFolderShare {...ICON} />} onClick={() => askTarget(subject, true)}>
          {t('menu.moveTo')}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconCopy {...ICON} />} onClick={() => askTarget(subject, false)}>
        {t('menu.copyTo')}
      </Menu.Item>
      {may.write && (
        <Menu.Item leftSection={<IconFileZip {...ICON} />} onClick={() => askZip(subject)}>
          {t('menu.zip')}
        </Menu.Item>
      )}
      {may.write && only !== null && (
        <Menu.Item leftSection={<IconCopyPlus {...ICON} />} onClick={() => drop(duplicate(subject))}>
          {t('menu.duplicate')}
        </Menu.Item>
      )}
    </>
  );
}
