import { Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { isPresetNamed, MAX_PRESET_NAME } from '../../shared/past-prompts';
import { useSlice } from '../mirror';
import { notify } from '../ui/notify';
import { settingsOf } from './form-input';
import type { Choice } from './form-state';
import { readForm } from './form-store';
import { order } from './task-actions';

interface SavePresetDialogProps {
  readonly opened: boolean;
  readonly close: () => void;
  readonly choice: Choice;
}

/** Asks for the name to keep the form's settings under. */
export function SavePresetDialog({ opened, close, choice }: SavePresetDialogProps) {
  const { t } = useTranslation(['generate', 'common']);
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={<Text fw={620}>{t('presetSaveTitle')}</Text>}
      size="sm"
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <NameForm close={close} choice={choice} />
    </Modal>
  );
}

function NameForm({ close, choice }: Omit<SavePresetDialogProps, 'opened'>) {
  const { t } = useTranslation(['generate', 'common']);
  const { presets } = useSlice('generation');
  const [name, setName] = useState('');
  const trimmed = name.trim();
  const taken = presets.some((preset) => isPresetNamed(preset, trimmed));
  const save = async (): Promise<void> => {
    const saved = await order('generation.savePreset', { name: trimmed, settings: settingsOf(readForm(), choice) });
    if (!saved) return;
    close();
    notify.good({ title: t('presetSaved', { name: trimmed }) });
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (trimmed !== '') drop(save());
  };
  return (
    <form onSubmit={submit}>
      <TextInput
        data-autofocus
        label={t('presetName')}
        description={t('presetSaveHelp')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        maxLength={MAX_PRESET_NAME}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {taken && (
        <Text size="sm" mt="xs">
          {t('presetTaken', { name: trimmed })}
        </Text>
      )}
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={close}>
          {t('common:action.cancel')}
        </Button>
        <Button type="submit" disabled={trimmed === ''}>
          {taken ? t('presetReplace') : t('common:action.save')}
        </Button>
      </Group>
    </form>
  );
}
