import { ActionIcon, Modal, Text, TextInput } from '@mantine/core';
import { IconCheck, IconPencil, IconTrash, IconX } from '@tabler/icons-react';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { type GenerationPreset, isPresetNamed, MAX_PRESET_NAME } from '../../shared/past-prompts';
import { useSlice } from '../mirror';
import { confirm } from '../ui/confirm';
import { IconButton } from '../ui/IconButton';
import { sizeName } from './shapes';
import { styleName } from '../ui/style-words';
import { useQuestioned } from '../ui/use-questioned';
import { order } from './task-actions';
import classes from './Lists.module.css';

interface PresetsDialogProps {
  readonly opened: boolean;
  readonly close: () => void;
}

/** All presets, to be renamed and removed. */
export function PresetsDialog({ opened, close }: PresetsDialogProps) {
  const { t } = useTranslation(['generate', 'common']);
  const questioned = useQuestioned();
  const { presets } = useSlice('generation');
  return (
    <Modal
      opened={opened && presets.length > 0}
      onClose={close}
      closeOnEscape={!questioned}
      title={<Text fw={620}>{t('presets')}</Text>}
      size="md"
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
      <ul className={classes['list']} aria-label={t('presets')}>
        {presets.map((preset) => (
          <li key={preset.id} className={classes['row']}>
            <PresetRow preset={preset} />
          </li>
        ))}
      </ul>
    </Modal>
  );
}

function PresetRow({ preset }: { readonly preset: GenerationPreset }) {
  const { t } = useTranslation('generate');
  const [renaming, setRenaming] = useState(false);
  const { id, name, settings } = preset;
  if (renaming) return <RenameForm preset={preset} close={() => setRenaming(false)} />;
  const remove = async (): Promise<void> => {
    const question = { title: t('presetRemoveTitle', { name }), text: t('presetRemoveHelp') };
    const sure = await confirm({ ...question, confirm: t('presetRemove'), danger: true });
    if (sure) await order('generation.removePreset', { presetId: id });
  };
  return (
    <>
      <span className={classes['words']}>
        <span className={classes['name']}>{name}</span>
        <span className={classes['note']}>
          {[settings.model, settings.style === null ? null : styleName(settings.style), sizeName(settings.size)]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      <IconButton size="md" label={t('presetRename', { name })} onClick={() => setRenaming(true)}>
        <IconPencil size={16} stroke={1.7} />
      </IconButton>
      <IconButton size="md" label={t('presetRemoveNamed', { name })} onClick={() => drop(remove())}>
        <IconTrash size={16} stroke={1.7} />
      </IconButton>
    </>
  );
}

function RenameForm({ preset, close }: { readonly preset: GenerationPreset; readonly close: () => void }) {
  const { t } = useTranslation(['generate', 'common']);
  const [name, setName] = useState(preset.name);
  const field = useRef<HTMLInputElement>(null);
  const { presets } = useSlice('generation');
  const trimmed = name.trim();
  const taken = presets.some((other) => other.id !== preset.id && isPresetNamed(other, trimmed));
  useEffect(() => field.current?.select(), []);
  const rename = async (): Promise<void> => {
    if (trimmed === '' || taken) return;
    if (trimmed === preset.name || (await order('generation.renamePreset', { presetId: preset.id, name: trimmed })))
      close();
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    drop(rename());
  };
  return (
    <form className={classes['rename']} onSubmit={submit}>
      <TextInput
        flex={1}
        ref={field}
        aria-label={t('presetName')}
        maxLength={MAX_PRESET_NAME}
        error={taken && t('presetNameTaken', { name: trimmed })}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <ActionIcon size="md" type="submit" aria-label={t('common:action.save')}>
        <IconCheck size={16} />
      </ActionIcon>
      <IconButton size="md" label={t('common:action.cancel')} onClick={close}>
        <IconX size={16} />
      </IconButton>
    </form>
  );
}
