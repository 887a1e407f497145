import { Select, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { KEEP_NAMES } from '../../shared/upload-names';
import { REST_SECONDS, WATCH_RULES } from '../../shared/watch';
import { TemplateField } from '../ui/TemplateField';
import { WholeNumberInput } from '../ui/WholeNumberInput';
import type { PartProps } from './watched-folder-draft';
import classes from './WatchedFolders.module.css';

/** What few people need to change of a watched folder. */
export function WatchedFolderOptions({ draft, change }: PartProps) {
  const { t } = useTranslation('watch');
  return (
    <div className={classes['options']}>
      <Select
        label={t('form.rule')}
        value={draft.rule}
        onChange={(value) => change({ rule: WATCH_RULES.find((rule) => rule === value) ?? 'identical-or-both' })}
        data={WATCH_RULES.map((value) => ({ value, label: t(`form.rules.${value}`) }))}
      />
      <WholeNumberInput
        label={t('form.rest')}
        description={t('form.restHelp')}
        min={REST_SECONDS.min}
        max={REST_SECONDS.max}
        suffix={t('form.seconds')}
        value={draft.restSeconds}
        usual={REST_SECONDS.usual}
        choose={(restSeconds) => change({ restSeconds })}
      />
      <Switch
        label={t('form.subfolders')}
        checked={draft.subfolders}
        onChange={(event) => change({ subfolders: event.currentTarget.checked })}
      />
      <Switch
        label={t('form.hidden')}
        description={t('form.hiddenHelp')}
        checked={draft.hiddenFiles}
        onChange={(event) => change({ hiddenFiles: event.currentTarget.checked })}
      />
      <Switch
        className={classes['wide'] ?? ''}
        label={t('form.ownNames')}
        description={t('form.ownNamesHelp')}
        checked={draft.template !== null}
        onChange={(event) => change({ template: event.currentTarget.checked ? KEEP_NAMES.template : null })}
      />
      {draft.template !== null && (
        <div className={classes['wide']}>
          <TemplateField value={draft.template} onChange={(template) => change({ template })} />
        </div>
      )}
    </div>
  );
}
