import { Menu } from '@mantine/core';
import { IconPhotoSpark } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { AssetRow } from '../../shared/library';
import { useSlice } from '../mirror';
import { startFromPicture } from '../navigation';

/** Makes something from a picture, where a generation service that is set up can start from one. */
export function ReferenceItem({ asset }: { readonly asset: AssetRow }) {
  const { t } = useTranslation('library');
  const { providers } = useSlice('generation');
  const can = providers.some(({ status, models }) => status === 'ready' && models.some(({ reference }) => reference));
  if (!can) return null;
  return (
    <Menu.Item leftSection={<IconPhotoSpark size={17} stroke={1.7} />} onClick={() => startFromPicture(asset)}>
      {t('useAsReference')}
    </Menu.Item>
  );
}
