import { Checkbox, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type PatternProblem, RENAME_WORDS, type RenamePattern } from '../../shared/renames';
import { TemplateField } from '../ui/TemplateField';
import classes from './RenameMany.module.css';

interface RenameFieldsProps {
  readonly pattern: RenamePattern;
  readonly setPattern: (pattern: RenamePattern) => void;
  readonly problem: PatternProblem | null;
}

interface TicksProps {
  readonly pattern: RenamePattern;
  readonly change: (part: Partial<RenamePattern>) => void;
}

/** How the names are searched, and in which letters they are written. */
function Ticks({ pattern, change }: TicksProps) {
  const { t } = useTranslation(['objects', 'uploads']);
  const tick = (name: 'regex' | 'matchCase' | 'lowerCase', label: string) => (
    <Checkbox
      label={label}
      checked={pattern[name]}
      onChange={(event) => change({ [name]: event.currentTarget.checked })}
    />
  );
  return (
    <div className={classes['ticks']}>
      {tick('matchCase', t('renames.matchCase'))}
      {tick('regex', t('renames.regex'))}
      {tick('lowerCase', t('uploads:names.lowerCase'))}
    </div>
  );
}

/** What is looked for in the names, what comes in its place, and what names are made of. */
export function RenameFields({ pattern, setPattern, problem }: RenameFieldsProps) {
  const { t } = useTranslation(['objects', 'uploads']);
  const change = (part: Partial<RenamePattern>): void => setPattern({ ...pattern, ...part });
  return (
    <div className={classes['fields']}>
      <div className={classes['pair']}>
        <TextInput
          data-autofocus
          label={t('renames.find')}
          placeholder={t('renames.findHint')}
          maxLength={500}
          value={pattern.find}
          error={expressionWords(problem, t)}
          onChange={(event) => change({ find: event.currentTarget.value })}
          spellCheck={false}
          autoComplete="off"
        />
        <TextInput
          label={t('renames.replace')}
          placeholder={t('renames.replaceHint')}
          maxLength={500}
          value={pattern.replace}
          onChange={(event) => change({ replace: event.currentTarget.value })}
          spellCheck={false}
          autoComplete="off"
        />
      </div>
      <Ticks pattern={pattern} change={change} />
      <div className={classes['pair']} data-wide>
        <TemplateField
          value={pattern.template}
          onChange={(template) => change({ template })}
          words={RENAME_WORDS}
          help={t('renames.templateHelp')}
          trouble={templateWords(problem, t)}
        />
        {pattern.template.includes('{n}') && (
          <TextInput
            label={t('renames.countFrom')}
            description={t('renames.countFromHelp')}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            maxLength={9}
            value={pattern.countFrom}
            error={problem?.kind === 'count' && t('renames.countBad')}
            onChange={(event) => change({ countFrom: event.currentTarget.value })}
            inputMode="numeric"
          />
        )}
      </div>
    </div>
  );
}

type Words = ReturnType<typeof useTranslation<['objects', 'uploads']>>['t'];

function expressionWords(problem: PatternProblem | null, t: Words): string | null {
  if (problem?.kind === 'regex') return t('renames.regexBad', { detail: problem.detail });
  return problem?.kind === 'regex-slow' ? t('renames.regexSlow') : null;
}

function templateWords(problem: PatternProblem | null, t: Words): string | null {
  if (problem?.kind === 'unknown') return t('renames.unknown', { placeholder: problem.placeholder });
  return problem?.kind === 'same-for-all' ? t('renames.sameForAll') : null;
}
