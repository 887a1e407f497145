import { Button, Menu } from '@mantine/core';
import { IconAdjustments, IconBookmark, IconDeviceFloppy, IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSlice } from '../mirror';
import { type Choice, filledFromSettings } from './form-state';
import { readForm, setForm } from './form-store';
import { PresetsDialog } from './PresetsDialog';
import { SavePresetDialog } from './SavePresetDialog';

const ICON = { size: 17, stroke: 1.7 } as const;

/** Settings that are kept under names: one click puts them into the form. */
export function PresetMenu({ choice }: { readonly choice: Choice }) {
  const { t } = useTranslation('generate');
  const { presets, providers } = useSlice('generation');
  const [dialog, setDialog] = useState<'none' | 'save' | 'manage'>('none');
  const close = (): void => setDialog('none');
  return (
    <>
      <Menu position="bottom-end" width={260} withinPortal>
        <Menu.Target>
          <Button size="compact-sm" variant="subtle" color="gray" leftSection={<IconAdjustments size={16} />}>
            {t('presets')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
          {presets.map(({ id, name, settings }) => (
            <Menu.Item
              key={id}
              leftSection={<IconBookmark {...ICON} />}
              onClick={() => setForm(filledFromSettings(readForm(), settings, providers))}
            >
              {name}
            </Menu.Item>
          ))}
          {presets.length === 0 ? <Menu.Label>{t('presetsHelp')}</Menu.Label> : <Menu.Divider />}
          <Menu.Item leftSection={<IconDeviceFloppy {...ICON} />} onClick={() => setDialog('save')}>
            {t('presetSave')}
          </Menu.Item>
          {presets.length > 0 && (
            <Menu.Item leftSection={<IconPencil {...ICON} />} onClick={() => setDialog('manage')}>
              {t('presetsManage')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <SavePresetDialog opened={dialog === 'save'} close={close} choice={choice} />
      <PresetsDialog opened={dialog === 'manage'} close={close} />
    </>
  );
}
