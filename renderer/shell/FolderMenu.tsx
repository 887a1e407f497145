import { Menu } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FolderRow } from '../../shared/library';
import { useSlice } from '../mirror';
import { ObjectItems } from '../objects/ObjectItems';
import { askDelete, type Subject } from '../objects/requests';
import { useMay } from '../ui/rights';

interface FolderMenuProps {
  readonly folder: FolderRow;
  /** Where it opens, in the window. */
  readonly x: number;
  readonly y: number;
  readonly close: () => void;
}

/** What can be done with a folder of the sidebar. */
export function FolderMenu({ folder, x, y, close }: FolderMenuProps) {
  const { t } = useTranslation('library');
  const { activeId } = useSlice('connections');
  const may = useMay();
  if (activeId === null) return null;
  const parts = [{ kind: 'folders', connectionId: activeId, prefixes: [folder.prefix] }] as const;
  const subject: Subject = { connectionId: activeId, parts, only: folder, prefix: '' };
  return (
    <Menu opened onClose={close} position="bottom-start" offset={2} withinPortal width={276} trapFocus>
      <Menu.Target>
        <span aria-hidden style={{ position: 'fixed', left: x, top: y }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={t('menu.label')}>
        <ObjectItems subject={subject} />
        {may.delete && (
          <>
            <Menu.Divider />
            <Menu.Item
              leftSection={<IconTrash size={17} stroke={1.7} />}
              c="var(--flow-bad)"
              onClick={() => askDelete(subject, () => undefined)}
            >
              {t('action.delete')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
