import { Button, Textarea } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { type KeyboardEvent, type RefObject, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { ProviderInfo } from '../../shared/generation';
import { useSlice } from '../mirror';
import { openSetup } from '../navigation';
import { formatCount } from '../ui/format';
import { Kbd } from '../ui/Kbd';
import { type Choice, choiceOf, inputOf, providerOf } from './form-state';
import { changeForm, readForm, useForm } from './form-store';
import { ModelFields } from './ModelFields';
import { PromptIdeas } from './PromptIdeas';
import { ProviderField } from './ProviderField';
import { TargetLine } from './TargetLine';
import { startGenerating } from './task-actions';
import { readMay, tellReadOnly } from '../ui/rights';
import classes from './GenerateForm.module.css';

/** The left column: the prompt, what the chosen provider can do with it, and the one button. */
export function GenerateForm() {
  const { t } = useTranslation('generate');
  const { providers } = useSlice('generation');
  const form = useForm();
  const prompt = useRef<HTMLTextAreaElement>(null);
  const { generate, missing } = useGenerate(prompt);
  const provider = providerOf(form, providers);
  const choice = choiceOf(form, providers);
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return;
    event.preventDefault();
    generate();
  };
  const write = (text: string): void => {
    changeForm({ prompt: text });
    prompt.current?.focus();
  };
  return (
    <form
      className={classes['form']}
      onKeyDown={onKey}
      onSubmit={(event) => {
        event.preventDefault();
        generate();
      }}
    >
      <div className={classes['fields']}>
        <h1 className={classes['title']}>{t('title')}</h1>
        <PromptField field={prompt} choice={choice} missing={missing} />
        {provider !== null && <ProviderField provider={provider} />}
        {choice !== null && choice.provider.status === 'ready' && <ModelFields choice={choice} />}
        <TargetLine />
        <PromptIdeas onPick={write} />
      </div>
      <div className={classes['foot']}>
        <SubmitButton provider={provider} choice={choice} />
      </div>
    </form>
  );
}

interface SubmitButtonProps {
  readonly provider: ProviderInfo | null;
  readonly choice: Choice | null;
}

function SubmitButton({ provider, choice }: SubmitButtonProps) {
  const { t } = useTranslation('generate');
  const count = Math.min(useForm().count, choice?.model.maxCount ?? 1);
  return (
    <Button
      type="submit"
      fullWidth
      size="md"
      disabled={provider?.status !== 'ready'}
      leftSection={<IconSparkles size={18} />}
      rightSection={<Kbd keys="Mod+Enter" />}
      classNames={{ section: classes['section'] ?? '' }}
    >
      {count > 1 ? t('generateMany', { formatted: formatCount(count) }) : t('generate')}
    </Button>
  );
}

/** Sends the form; where it cannot be sent yet it leads to what is missing. */
function useGenerate(prompt: RefObject<HTMLTextAreaElement | null>) {
  const { providers } = useSlice('generation');
  const { activeId } = useSlice('connections');
  const [missing, setMissing] = useState(false);
  const busy = useRef(false);
  const generate = (): void => {
    if (activeId === null) return openSetup();
    if (!readMay().write) return tellReadOnly();
    const form = readForm();
    const choice = choiceOf(form, providers);
    const input = choice === null ? null : inputOf(form, choice, activeId);
    setMissing(form.prompt.trim() === '');
    if (input === null) return prompt.current?.focus();
    if (busy.current) return;
    busy.current = true;
    drop(startGenerating(input).finally(() => (busy.current = false)));
  };
  return { generate, missing };
}

interface PromptFieldProps {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly choice: Choice | null;
  readonly missing: boolean;
}

function PromptField({ field, choice, missing }: PromptFieldProps) {
  const { t } = useTranslation('generate');
  const { prompt } = useForm();
  const left = (choice?.model.maxPromptLength ?? Infinity) - prompt.trim().length;
  const counted = (count: number) => ({ count, formatted: formatCount(count) });
  const error = missing && prompt.trim() === '' ? t('promptMissing') : null;
  return (
    <Textarea
      ref={field}
      label={t('prompt')}
      placeholder={t('promptPlaceholder')}
      autosize
      minRows={4}
      maxRows={10}
      value={prompt}
      onChange={(event) => changeForm({ prompt: event.currentTarget.value })}
      description={left >= 0 && left < 200 ? t('promptLeft', counted(left)) : null}
      error={left < 0 ? t('promptTooLong', counted(-left)) : error}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      classNames={{ input: classes['prompt'] ?? '' }}
    />
  );
}
