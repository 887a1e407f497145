import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RULE_KINDS, type UploadRule } from '../../shared/upload-rules';
import { ConversionFields } from './ConversionFields';
import { LocationFields } from './LocationFields';
import { draftOf, problemsOf, ruleOf, type RuleDraft } from './rule-draft';
import classes from './UploadRules.module.css';

interface RuleEditorProps {
  readonly rule: UploadRule;
  readonly onSave: (rule: UploadRule) => void;
  readonly onCancel: () => void;
}

const METADATA_WORDS = {
  line: 'rules.metadataLine',
  name: 'rules.metadataName',
  'too-large': 'rules.metadataLarge',
} as const;
const CACHE_WORDS = {
  none: 'rules.cacheNone',
  hour: 'rules.cacheHour',
  year: 'rules.cacheYear',
  custom: 'rules.cacheCustom',
} as const;
const CACHES = ['none', 'hour', 'year', 'custom'] as const;

/** The fields of a rule. Nothing counts before it is saved. */
export function RuleEditor({ rule, onSave, onCancel }: RuleEditorProps) {
  const { t } = useTranslation(['uploads', 'common']);
  const [draft, setDraft] = useState(() => draftOf(rule));
  const [tried, setTried] = useState(false);
  const change = (part: Partial<RuleDraft>): void => setDraft({ ...draft, ...part });
  const problems = problemsOf(draft);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!problems.pattern && !problems.cache && problems.metadata === null) onSave(ruleOf(rule.id, draft));
  };
  return (
    <form className={classes['form']} onSubmit={submit} noValidate>
      <MatchFields draft={draft} change={change} wrong={tried && problems.pattern} />
      <CacheFields draft={draft} change={change} wrong={tried && problems.cache} />
      <Textarea
        className={classes['wide'] ?? ''}
        label={t('rules.metadata')}
        description={t('rules.metadataHelp')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        autosize
        minRows={2}
        maxRows={8}
        value={draft.metadata}
        onChange={(event) => change({ metadata: event.currentTarget.value })}
        error={tried && problems.metadata !== null && t(METADATA_WORDS[problems.metadata])}
        spellCheck={false}
      />
      {(draft.match === 'image' || draft.match === 'names') && (
        <ConversionFields value={draft.conversion} onChange={(conversion) => change({ conversion })} />
      )}
      {(draft.match === 'image' || draft.match === 'video' || draft.match === 'names') && (
        <LocationFields value={draft.location} onChange={(location) => change({ location })} />
      )}
      <div className={classes['foot']}>
        <Button variant="subtle" color="gray" onClick={onCancel}>
          {t('common:action.cancel')}
        </Button>
        <Button type="submit">{t('rules.save')}</Button>
      </div>
    </form>
  );
}

interface PartProps {
  readonly draft: RuleDraft;
  readonly change: (part: Partial<RuleDraft>) => void;
  readonly wrong: boolean;
}

function MatchFields({ draft, change, wrong }: PartProps) {
  const { t } = useTranslation('uploads');
  return (
    <>
      <Select
        label={t('rules.match')}
        value={draft.match}
        onChange={(value) => change({ match: RULE_KINDS.find((kind) => kind === value) ?? 'names' })}
        data={[
          ...RULE_KINDS.map((kind) => ({ value: kind as string, label: t(`rules.media.${kind}`) })),
          { value: 'names', label: t('rules.byName') },
        ]}
      />
      {draft.match === 'names' ? (
        <TextInput
          label={t('rules.pattern')}
          description={t('rules.patternHelp')}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          placeholder="*.png, cover-*"
          maxLength={500}
          value={draft.pattern}
          onChange={(event) => change({ pattern: event.currentTarget.value })}
          error={wrong && t('rules.patternEmpty')}
          spellCheck={false}
        />
      ) : (
        <span />
      )}
    </>
  );
}

function CacheFields({ draft, change, wrong }: PartProps) {
  const { t } = useTranslation('uploads');
  return (
    <>
      <Select
        label={t('rules.cache')}
        value={draft.cache}
        onChange={(value) => change({ cache: CACHES.find((name) => name === value) ?? 'none' })}
        data={CACHES.map((value) => ({ value, label: t(CACHE_WORDS[value]) }))}
      />
      {draft.cache === 'custom' ? (
        <TextInput
          label={t('rules.cacheText')}
          placeholder="public, max-age=86400"
          maxLength={500}
          value={draft.cacheText}
          onChange={(event) => change({ cacheText: event.currentTarget.value })}
          error={wrong && t('rules.cacheBad')}
          spellCheck={false}
        />
      ) : (
        <span />
      )}
    </>
  );
}
