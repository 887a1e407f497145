import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CONFLICT_RULES } from '../../shared/settings';
import { useSlice } from '../mirror';
import { changeSettings } from './change-settings';
import { Section } from './Section';

/** What happens when a download meets a file of its name. */
export function Downloads() {
  const { t } = useTranslation('settings');
  const { downloadConflictRule } = useSlice('settings');
  const choose = (value: string | null): void => {
    const rule = CONFLICT_RULES.find((name) => name === value);
    if (rule !== undefined) changeSettings({ downloadConflictRule: rule });
  };
  return (
    <Section name="downloads" title={t('downloads.title')} help={t('downloads.help')}>
      <Select
        label={t('downloads.rule')}
        description={t(`downloads.rulesHelp.${downloadConflictRule}`)}
        inputWrapperOrder={['label', 'input', 'description']}
        maw={420}
        allowDeselect={false}
        value={downloadConflictRule}
        onChange={choose}
        data={CONFLICT_RULES.map((value) => ({ value, label: t(`uploads.rules.${value}`) }))}
      />
    </Section>
  );
}
