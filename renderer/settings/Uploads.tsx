import { Radio, Select, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CONFLICT_RULES } from '../../shared/settings';
import { PREVIEW_RULES, type UploadSettings } from '../../shared/upload-settings';
import { useSlice } from '../mirror';
import { changeSettings } from './change-settings';
import { Section } from './Section';
import { UploadNames } from './UploadNames';
import { UploadRules } from './UploadRules';
import classes from './Uploads.module.css';

/** How files become objects: their names, what is done to them on the way, and what happens when a name is taken. */
export function Uploads() {
  const { t } = useTranslation('settings');
  return (
    <Section name="uploads" title={t('uploads.title')} help={t('uploads.help')}>
      <UploadNames />
      <TakenNames />
      <Batches />
      <UploadRules />
    </Section>
  );
}

function TakenNames() {
  const { t } = useTranslation('settings');
  const { conflictRule } = useSlice('settings');
  const choose = (value: string): void => {
    const rule = CONFLICT_RULES.find((name) => name === value);
    if (rule !== undefined) changeSettings({ conflictRule: rule });
  };
  return (
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
  );
}

/** What comes along, and whether it is shown first. */
function Batches() {
  const { t } = useTranslation(['settings', 'uploads']);
  const { uploads } = useSlice('settings');
  const change = (part: Partial<UploadSettings>): void =>
    changeSettings((now) => ({ uploads: { ...now.uploads, ...part } }));
  return (
    <>
      <Select
        label={t('uploads:preview.label')}
        maw={420}
        value={uploads.preview}
        onChange={(value) => {
          const preview = PREVIEW_RULES.find((name) => name === value);
          if (preview !== undefined) change({ preview });
        }}
        data={PREVIEW_RULES.map((value) => ({ value, label: t(`uploads:preview.rules.${value}`) }))}
      />
      <Switch
        label={t('settings:uploads.hidden')}
        description={t('settings:uploads.hiddenHelp')}
        checked={uploads.hiddenFiles}
        onChange={(event) => change({ hiddenFiles: event.currentTarget.checked })}
      />
    </>
  );
}
