import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KEEP_NAMES, nameUpload, templateProblem, type NamePlan } from '../../shared/upload-names';
import { useSlice } from '../mirror';
import { TemplateField } from '../ui/TemplateField';
import { changeSettings } from './change-settings';
import classes from './Uploads.module.css';

const EXAMPLES = ['First Snow (3).JPG', 'Trip/Été à Paris.png'];
const DETAILS = { uuid: '8f14e45f-ceea-467f-a830-7d1b2c3d4e5f', hash: '9f86d081884c7d65', extension: null };

/** How names in the bucket are made, with what comes of it. A template that is wrong is not kept. */
export function UploadNames() {
  const { t } = useTranslation('uploads');
  const { uploads } = useSlice('settings');
  const [plan, setPlan] = useState<NamePlan>(uploads);
  const keep = (change: Partial<NamePlan>): void => {
    const { template, prefix, lowerCase } = { ...plan, ...change };
    setPlan({ template, prefix, lowerCase });
    const names = templateProblem(template) === null ? { template } : {};
    changeSettings((now) => ({ uploads: { ...now.uploads, ...names, prefix, lowerCase } }));
  };
  const problem = templateProblem(plan.template);
  const plain = plan.template === KEEP_NAMES.template && plan.prefix === '' && !plan.lowerCase;
  return (
    <div className={classes['group']} role="group" aria-label={t('names.title')}>
      <TemplateField
        value={plan.template}
        onChange={(template) => setPlan({ ...plan, template })}
        onCommit={(template) => {
          if (templateProblem(template) === null) keep({ template });
        }}
      />
      <div className={classes['pair']}>
        <TextInput
          label={t('names.prefix')}
          description={t('names.prefixHelp')}
          inputWrapperOrder={['label', 'input', 'description']}
          maxLength={500}
          value={plan.prefix}
          onChange={(event) => setPlan({ ...plan, prefix: event.currentTarget.value })}
          onBlur={() => keep({})}
          spellCheck={false}
        />
        <Checkbox
          className={classes['beside'] ?? ''}
          label={t('names.lowerCase')}
          checked={plan.lowerCase}
          onChange={(event) => keep({ lowerCase: event.currentTarget.checked })}
        />
      </div>
      {problem === null && <Examples plan={plan} />}
      {!plain && (
        <Button className={classes['reset'] ?? ''} variant="subtle" size="compact-sm" onClick={() => keep(KEEP_NAMES)}>
          {t('names.reset')}
        </Button>
      )}
    </div>
  );
}

function Examples({ plan }: { readonly plan: NamePlan }) {
  const { t } = useTranslation('uploads');
  return (
    <div className={classes['examples']}>
      <div className={classes['exampleTitle']}>{t('names.example')}</div>
      {EXAMPLES.map((relative, index) => (
        <div key={relative} className={classes['example']}>
          <span>{relative}</span>
          <span aria-hidden>→</span>
          <code data-selectable>
            {nameUpload('', plan, { ...DETAILS, relative, at: Date.now(), n: index + 1, digits: 2 }).key}
          </code>
        </div>
      ))}
    </div>
  );
}
