import { Radio, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CONFLICT_RULES } from '../../shared/settings';
import { useSlice } from '../mirror';
import { changeSettings } from './change-settings';
import { Section } from './Section';
import classes from './Uploads.module.css';

/** What happens when a name is taken. */
export function Uploads() {
  const { t } = useTranslation('settings');
  const { conflictRule, uploads } = useSlice('settings');
  const choose = (value: string): void => {
    const rule = CONFLICT_RULES.find((name) => name === value);
    if (rule !== undefined) changeSettings({ conflictRule: rule });
  };
  return (
    <Section title={t('uploads.title')} help={t('uploads.help')}>
      <Radio.Group label={t('uploads.rule')} value={conflictRule} onChange={choose}>
        <div className={classes['rules']}>
          {CONFLICT_RULES.map((rule) => (
            <Radio
              key={rule}
              value={rule}
              label={t(`uploads.rules.${rule}`)}
              description={t(`uploads.rulesHelp.${rule}`)}
              classNames={{ root: classes['rule'] ?? '', body: classes['body'] ?? '', label: classes['label'] ?? '' }}
            />
          ))}
        </div>
      </Radio.Group>
      <Switch
        label={t('uploads.hidden')}
        description={t('uploads.hiddenHelp')}
        checked={uploads.hiddenFiles}
        onChange={(event) => changeSettings({ uploads: { ...uploads, hiddenFiles: event.currentTarget.checked } })}
      />
    </Section>
  );
}
