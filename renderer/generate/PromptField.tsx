import { Textarea } from '@mantine/core';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_BATCH } from '../../shared/generation';
import { MAX_PROMPTS } from '../../shared/prompt-templates';
import { formatCount } from '../ui/format';
import { longestPrompt, wrongFields } from './form-input';
import type { Choice } from './form-state';
import { changeForm, useForm } from './form-store';
import classes from './GenerateForm.module.css';

interface PromptFieldProps {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly choice: Choice | null;
  /** Somebody wanted to send the form as it is. */
  readonly tried: boolean;
}

/** What is wished for; `{a|b}` in it makes a batch. */
export function PromptField({ field, choice, tried }: PromptFieldProps) {
  const { t } = useTranslation('generate');
  const form = useForm();
  const left = (choice?.model.maxPromptLength ?? Infinity) - longestPrompt(form);
  const counted = (count: number) => ({ count, formatted: formatCount(count) });
  const tooMany = choice !== null && wrongFields(form, choice).has('batch');
  const missing = tried && form.prompt.trim() === '' ? t('promptMissing') : null;
  const tooLong = left < 0 ? t('promptTooLong', counted(-left)) : missing;
  return (
    <Textarea
      ref={field}
      data-home
      label={t('prompt')}
      placeholder={t('promptPlaceholder')}
      autosize
      minRows={4}
      maxRows={10}
      value={form.prompt}
      onChange={(event) => changeForm({ prompt: event.currentTarget.value })}
      description={left >= 0 && left < 200 ? t('promptLeft', counted(left)) : t('templateHelp')}
      error={tooMany ? t('tooMany', { prompts: formatCount(MAX_PROMPTS), results: formatCount(MAX_BATCH) }) : tooLong}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      classNames={{ input: classes['prompt'] ?? '' }}
    />
  );
}
