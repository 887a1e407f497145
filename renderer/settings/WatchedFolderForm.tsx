import { Button, Collapse, Input, Radio, Select, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { Failure } from '../../shared/failure';
import { keyProblem } from '../../shared/keys';
import { templateProblem } from '../../shared/upload-names';
import {
  AFTER_UPLOADS,
  type ExistingFiles,
  MOVED_FOLDER,
  WATCHED_KINDS,
  type WatchedFolderSettings,
} from '../../shared/watch';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import { useBucketWords } from '../ui/connection-words';
import { FailureNotice } from '../ui/FailureNotice';
import type { PartProps } from './watched-folder-draft';
import { asPrefix } from './as-prefix';
import { WatchedFolderOptions } from './WatchedFolderOptions';
import { pickFolder } from './pick-folder';
import classes from './WatchedFolders.module.css';

interface FormProps {
  readonly initial: WatchedFolderSettings;
  /** null for one that is about to be added. */
  readonly folderId: string | null;
  readonly onClose: () => void;
}

type Saving = { readonly kind: 'idle' | 'saving' } | { readonly kind: 'failed'; readonly failure: Failure };

/** What is watched and where it goes. Nothing counts before it is saved. */
export function WatchedFolderForm({ initial, folderId, onClose }: FormProps) {
  const { t } = useTranslation(['watch', 'common']);
  const [draft, setDraft] = useState(initial);
  const [existing, setExisting] = useState<ExistingFiles>('leave');
  const [state, setState] = useState<Saving>({ kind: 'idle' });
  const [open, { toggle, open: unfold }] = useDisclosure(false);
  const change = (part: Partial<WatchedFolderSettings>): void => setDraft({ ...draft, ...part });
  const prefix = asPrefix(draft.prefix);
  const wrong = prefix !== '' && keyProblem(prefix.slice(0, -1)) !== null;
  const misnamed = draft.template !== null && templateProblem(draft.template) !== null;
  const save = async (): Promise<void> => {
    setState({ kind: 'saving' });
    const settings = { ...draft, prefix };
    const result =
      folderId === null
        ? await ask('watch.add', { settings, existing })
        : await ask('watch.change', { folderId, settings });
    if (result.ok) onClose();
    else setState({ kind: 'failed', failure: result.failure });
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    // What is wrong with it is said there.
    if (misnamed) unfold();
    if (!wrong && !misnamed) drop(save());
  };
  return (
    <form className={classes['form']} onSubmit={submit} noValidate>
      <FolderField draft={draft} change={change} />
      <PlaceFields draft={draft} change={change} wrong={wrong} />
      {folderId === null && <ExistingField value={existing} choose={setExisting} />}
      <WorkFields draft={draft} change={change} />
      <Button
        className={classes['more'] ?? ''}
        variant="subtle"
        size="compact-sm"
        onClick={toggle}
        aria-expanded={open}
      >
        {t('form.more')}
      </Button>
      <Collapse expanded={open} className={classes['wide'] ?? ''}>
        <WatchedFolderOptions draft={draft} change={change} />
      </Collapse>
      {state.kind === 'failed' && (
        <div className={classes['wide']}>
          <FailureNotice failure={state.failure} />
        </div>
      )}
      <div className={classes['foot']}>
        <Button variant="subtle" color="gray" onClick={onClose}>
          {t('common:action.cancel')}
        </Button>
        <Button type="submit" loading={state.kind === 'saving'}>
          {t(folderId === null ? 'form.start' : 'form.save')}
        </Button>
      </div>
    </form>
  );
}

function FolderField({ draft, change }: PartProps) {
  const { t } = useTranslation('watch');
  const choose = async (): Promise<void> => {
    const path = await pickFolder();
    if (path !== null) change({ path });
  };
  return (
    <Input.Wrapper className={classes['wide'] ?? ''} label={t('form.folder')} labelElement="div">
      <div className={classes['folder']}>
        <span className={classes['path']} data-selectable>
          {draft.path}
        </span>
        <Button variant="default" size="xs" onClick={() => drop(choose())}>
          {t('form.other')}
        </Button>
      </div>
    </Input.Wrapper>
  );
}

function PlaceFields({ draft, change, wrong }: PartProps & { readonly wrong: boolean }) {
  const { t } = useTranslation('watch');
  const { profiles } = useSlice('connections');
  const bucketWords = useBucketWords();
  const isKnown = profiles.some(({ id }) => id === draft.connectionId);
  return (
    <>
      <Select
        label={t('form.bucket')}
        placeholder={t('chooseBucket')}
        value={isKnown ? draft.connectionId : null}
        onChange={(connectionId) => connectionId !== null && change({ connectionId })}
        data={profiles.map((one) => ({ value: one.id, label: bucketWords(one) }))}
      />
      <TextInput
        label={t('form.prefix')}
        description={t('form.prefixHelp')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        maxLength={500}
        value={draft.prefix}
        onChange={(event) => change({ prefix: event.currentTarget.value })}
        error={wrong && t('form.prefixBad')}
        spellCheck={false}
      />
    </>
  );
}

interface ExistingProps {
  readonly value: ExistingFiles;
  readonly choose: (value: ExistingFiles) => void;
}

function ExistingField({ value, choose }: ExistingProps) {
  const { t } = useTranslation('watch');
  return (
    <Radio.Group
      className={classes['wide'] ?? ''}
      label={t('form.existing')}
      value={value}
      onChange={(chosen) => choose(chosen === 'upload' ? 'upload' : 'leave')}
    >
      <div className={classes['choices']}>
        <Radio value="leave" label={t('form.leave')} description={t('form.leaveHelp')} />
        <Radio value="upload" label={t('form.upload')} description={t('form.uploadHelp')} />
      </div>
    </Radio.Group>
  );
}

function WorkFields({ draft, change }: PartProps) {
  const { t } = useTranslation('watch');
  return (
    <>
      <Select
        label={t('form.kinds')}
        value={draft.kinds}
        onChange={(value) => change({ kinds: WATCHED_KINDS.find((kind) => kind === value) ?? 'media' })}
        data={WATCHED_KINDS.map((value) => ({ value, label: t(`form.kindsOf.${value}`) }))}
      />
      <Select
        label={t('form.after')}
        description={draft.after === 'keep' ? null : t('form.afterHelp')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        value={draft.after}
        onChange={(value) => change({ after: AFTER_UPLOADS.find((after) => after === value) ?? 'keep' })}
        data={AFTER_UPLOADS.map((value) => ({ value, label: t(`form.afterOf.${value}`, { folder: MOVED_FOLDER }) }))}
      />
    </>
  );
}
