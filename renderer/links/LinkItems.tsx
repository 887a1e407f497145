import { Menu } from '@mantine/core';
import { IconQrcode, IconZoomQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Subject } from '../objects/requests';
import { askDiagnosis, askShare } from './requests';

const ICON = { size: 17, stroke: 1.7 } as const;

/** What can be done with links: menu items, wherever a menu speaks of objects. */
export function LinkItems({ subject }: { readonly subject: Subject }) {
  const { t } = useTranslation('links');
  const { only, connectionId } = subject;
  return (
    <>
      <Menu.Item leftSection={<IconQrcode {...ICON} />} onClick={() => askShare(subject)}>
        {t('menu.share')}
      </Menu.Item>
      {only?.kind === 'asset' && (
        <Menu.Item leftSection={<IconZoomQuestion {...ICON} />} onClick={() => askDiagnosis(connectionId, only)}>
          {t('menu.why')}
        </Menu.Item>
      )}
    </>
  );
}
