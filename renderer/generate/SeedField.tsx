import { TextInput } from '@mantine/core';
import { IconArrowsShuffle, IconHistory } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSlice } from '../mirror';
import { IconButton } from '../ui/IconButton';
import { wrongFields } from './form-input';
import type { Choice } from './form-state';
import { changeForm, useForm } from './form-store';
import classes from './Fields.module.css';

/** A fixed seed, that of the last result, or a new one each time. */
export function SeedField({ choice }: { readonly choice: Choice }) {
  const { t } = useTranslation('generate');
  const form = useForm();
  const { tasks } = useSlice('generation');
  const last = tasks.find(({ facts }) => facts.seed !== null)?.facts.seed ?? null;
  const canCopy = last !== null && form.seed !== String(last);
  return (
    <TextInput
      label={t('seed')}
      placeholder={t('seedRandom')}
      inputMode="numeric"
      value={form.seed}
      onChange={(event) => changeForm({ seed: event.currentTarget.value })}
      description={form.seed === '' ? null : t('seedHelp')}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      error={wrongFields(form, choice).has('seed') ? t('seedWrong') : null}
      rightSectionWidth={canCopy && form.seed !== '' ? 60 : 34}
      rightSection={
        <span className={classes['sideButtons']}>
          {canCopy && (
            <IconButton size="sm" label={t('seedCopy')} onClick={() => changeForm({ seed: String(last) })}>
              <IconHistory size={15} stroke={1.8} />
            </IconButton>
          )}
          {form.seed !== '' && (
            <IconButton size="sm" label={t('seedNew')} onClick={() => changeForm({ seed: '' })}>
              <IconArrowsShuffle size={15} stroke={1.8} />
            </IconButton>
          )}
        </span>
      }
    />
  );
}
