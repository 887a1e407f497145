import { Button, Checkbox, TextInput } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { templateProblem } from '../../shared/upload-names';
import { choicesOf, type UploadChoices } from '../../shared/upload-preview';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import { formatCount } from '../ui/format';
import { RequestDialog } from '../ui/RequestDialog';
import { TemplateField } from '../ui/TemplateField';
import { addPaths } from '../ui/upload';
import { hideUpload, useShownUpload, type UploadBatch } from '../ui/upload-batch';
import { usePreview } from '../ui/use-preview';
import { UploadPreviewPane } from './UploadPreviewPane';
import classes from './UploadDialog.module.css';

/** Shows what an upload comes to before it starts, and lets names, folder and pictures be chosen for it. */
export function UploadDialog() {
  const { t } = useTranslation(['uploads', 'common']);
  const batch = useShownUpload();
  const { profiles } = useSlice('connections');
  const bucketOf = ({ connectionId }: UploadBatch): string =>
    profiles.find(({ id }) => id === connectionId)?.bucket ?? '';
  return (
    <RequestDialog
      request={batch}
      title={(shown) => t('dialog.title', { bucket: bucketOf(shown) })}
      size={880}
      close={hideUpload}
    >
      {(shown) => <Body batch={shown} />}
    </RequestDialog>
  );
}

function Body({ batch: given }: { readonly batch: UploadBatch }) {
  const { t } = useTranslation(['uploads', 'common']);
  const { uploads } = useSlice('settings');
  const [prefix, setPrefix] = useState(given.prefix);
  const [choices, setChoices] = useState(() => choicesOf(uploads));
  const batch = { ...given, prefix };
  const { connectionId, paths } = given;
  const read = useCallback(
    () => ask('transfers.preview', { connectionId, prefix, paths, choices }),
    [connectionId, prefix, paths, choices],
  );
  const preview = usePreview(read);
  const files = preview.shown?.files ?? 0;
  // Its field says what is wrong with it.
  const misnamed = templateProblem(choices.template) !== null;
  const start = (): void => {
    hideUpload();
    drop(addPaths(batch, choices));
  };
  return (
    <>
      <Choices prefix={prefix} setPrefix={setPrefix} choices={choices} setChoices={setChoices} />
      <UploadPreviewPane preview={preview} />
      <div className={classes['foot']}>
        <Button variant="default" onClick={hideUpload}>
          {t('common:action.cancel')}
        </Button>
        <Button data-autofocus disabled={files === 0 || preview.failure !== null || misnamed} onClick={start}>
          {t('dialog.upload', { count: files, formatted: formatCount(files) })}
        </Button>
      </div>
    </>
  );
}

interface ChoicesProps {
  readonly prefix: string;
  readonly setPrefix: (prefix: string) => void;
  readonly choices: UploadChoices;
  readonly setChoices: (choices: UploadChoices) => void;
}

function Choices({ prefix, setPrefix, choices, setChoices }: ChoicesProps) {
  const { t } = useTranslation('uploads');
  const { uploads } = useSlice('settings');
  const converts = uploads.rules.some((rule) => rule.conversion !== null);
  const cleans = uploads.rules.some((rule) => rule.location !== null);
  const tick = (name: 'lowerCase' | 'hiddenFiles' | 'convert' | 'removeLocation', label: string) => (
    <Checkbox
      label={label}
      checked={choices[name]}
      onChange={(event) => setChoices({ ...choices, [name]: event.currentTarget.checked })}
    />
  );
  return (
    <div className={classes['choices']}>
      <TextInput
        label={t('dialog.folder')}
        placeholder={t('dialog.folderTop')}
        maxLength={1000}
        value={prefix}
        onChange={(event) => setPrefix(event.currentTarget.value)}
        spellCheck={false}
      />
      <TemplateField value={choices.template} onChange={(template) => setChoices({ ...choices, template })} />
      <div className={classes['ticks']}>
        {tick('lowerCase', t('names.lowerCase'))}
        {tick('hiddenFiles', t('dialog.hidden'))}
        {converts && tick('convert', t('dialog.convert'))}
        {cleans && tick('removeLocation', t('dialog.removeLocation'))}
      </div>
    </div>
  );
}
