import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { KEY_REMINDER_DAYS } from '../../shared/settings';
import { useSlice } from '../mirror';
import { changeSettings } from './change-settings';

const CHOICES = [30, 60, KEY_REMINDER_DAYS.usual, 180, 365];

/** How old keys may be before the app suggests new ones. */
export function KeyReminder() {
  const { t } = useTranslation('settings');
  const { keyReminderDays } = useSlice('settings');
  const days = [...new Set([...CHOICES, ...(keyReminderDays === null ? [] : [keyReminderDays])])].sort((a, b) => a - b);
  const data = [
    { value: 'never', label: t('secrets.reminderNever') },
    ...days.map((count) => ({ value: String(count), label: t('secrets.reminderDays', { count }) })),
  ];
  return (
    <Select
      label={t('secrets.reminder')}
      description={t('secrets.reminderHelp')}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      data={data}
      value={keyReminderDays === null ? 'never' : String(keyReminderDays)}
      onChange={(value) =>
        changeSettings({ keyReminderDays: value === null || value === 'never' ? null : Number(value) })
      }
      allowDeselect={false}
      maw={280}
    />
  );
}
