import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  GENERATED_NAMES,
  GENERATED_WORDS,
  generatedKey,
  generatedNamesProblem,
  type GeneratedNamesProblem,
} from '../../shared/generated-names';
import { useSlice } from '../mirror';
import { TemplateField } from '../ui/TemplateField';
import { changeSettings } from './change-settings';
import classes from './Uploads.module.css';

const EXAMPLE = { mark: '4815162342', model: 'flux-1-schnell', extension: 'png' };

const TROUBLE = {
  unknown: 'generatedNames.unknown',
  'same-for-all': 'generatedNames.sameForAll',
  'ext-inside': 'generatedNames.extInside',
} as const satisfies Record<GeneratedNamesProblem['kind'], string>;

/** Under which names results go into the bucket, with what comes of it. What cannot be used is not kept. */
export function GeneratedNames() {
  const { t } = useTranslation(['settings', 'uploads']);
  const { generatedNames } = useSlice('settings');
  const [template, setTemplate] = useState(generatedNames);
  const problem = generatedNamesProblem(template);
  const keep = (written: string): void => {
    const wanted = written.trim() === '' ? GENERATED_NAMES : written;
    setTemplate(wanted);
    if (generatedNamesProblem(wanted) === null) changeSettings({ generatedNames: wanted });
  };
  const meanings = Object.fromEntries(GENERATED_WORDS.map((word) => [word, t(`generatedNames.words.${word}`)]));
  return (
    <div className={classes['group']} role="group" aria-label={t('generatedNames.title')}>
      <TemplateField
        label={t('generatedNames.title')}
        help={t('generatedNames.help')}
        preset={GENERATED_NAMES}
        meanings={meanings}
        value={template}
        trouble={problem === null ? null : t(TROUBLE[problem.kind], { ...problem })}
        onChange={setTemplate}
        onCommit={keep}
      />
      {problem === null && (
        <div className={classes['examples']}>
          <div className={classes['exampleTitle']}>{t('uploads:names.example')}</div>
          <div className={classes['example']}>
            <code data-selectable>
              {generatedKey(template, { ...EXAMPLE, prompt: t('generatedNames.prompt'), at: Date.now() })}
            </code>
          </div>
        </div>
      )}
      {template !== GENERATED_NAMES && (
        <Button
          className={classes['reset'] ?? ''}
          variant="subtle"
          size="compact-sm"
          onClick={() => keep(GENERATED_NAMES)}
        >
          {t('generatedNames.reset')}
        </Button>
      )}
    </div>
  );
}
