import { TextInput, Tooltip, UnstyledButton } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { KEEP_NAMES, PLACEHOLDERS, templateProblem, type Placeholder } from '../../shared/upload-names';
import { LAYERS } from './layers';
import classes from './TemplateField.module.css';

interface TemplateFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onCommit?: (value: string) => void;
  readonly label?: string;
  /** What it is where nothing is written. */
  readonly preset?: string;
  /** What may be put in; all there is where nothing is said. */
  readonly words?: readonly Placeholder[];
  /** The words that may be put in, with what they mean, where these are not the words of uploads. */
  readonly meanings?: Readonly<Record<string, string>>;
  readonly help?: string;
  /** What is wrong with it, in words, where another knows it. */
  readonly trouble?: string | null;
}

/** The shape of names, with what can be put into it one click away. */
export function TemplateField({ value, onChange, onCommit, words = PLACEHOLDERS, ...props }: TemplateFieldProps) {
  const { label, preset = KEEP_NAMES.template, meanings, help, trouble } = props;
  const { t } = useTranslation('uploads');
  const input = useRef<HTMLInputElement>(null);
  const problem = templateProblem(value);
  const add = (text: string): void => {
    const field = input.current;
    const [start, end] = [field?.selectionStart ?? value.length, field?.selectionEnd ?? value.length];
    const next = value.slice(0, start) + text + value.slice(end);
    onChange(next);
    onCommit?.(next);
    field?.focus();
    requestAnimationFrame(() => field?.setSelectionRange(start + text.length, start + text.length));
  };
  const usual = () => words.map((name) => [name, t(`names.placeholders.${name}`)] as const);
  const chips = meanings === undefined ? usual() : Object.entries(meanings);
  const own = problem?.kind === 'unknown' ? t('names.unknown', problem) : t('names.sameForAll');
  return (
    <div>
      <TextInput
        ref={input}
        label={label ?? t('names.template')}
        description={help ?? t('names.templateHelp')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        classNames={{ input: classes['input'] ?? '' }}
        placeholder={preset}
        maxLength={500}
        value={value}
        error={trouble === undefined ? (problem === null ? null : own) : trouble}
        onChange={(event) => onChange(event.currentTarget.value)}
        onBlur={() => onCommit?.(value)}
        spellCheck={false}
      />
      <div className={classes['chips']}>
        {chips.map(([name, meaning]) => {
          const placeholder = `{${name}}`;
          return (
            <Tooltip key={name} label={meaning} zIndex={LAYERS.inDialog}>
              <UnstyledButton
                className={classes['chip'] ?? ''}
                aria-label={t('names.add', { placeholder, meaning })}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => add(placeholder)}
              >
                {placeholder}
              </UnstyledButton>
            </Tooltip>
          );
        })}
      </div>
    </div>
  );
}
