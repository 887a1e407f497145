import { Collapse, NumberInput, Textarea, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelCapabilities, NumberRange } from '../../shared/generation';
import { formatCount } from '../ui/format';
import { wrongFields } from './form-input';
import type { Choice, FormState } from './form-state';
import { changeForm, useForm } from './form-store';
import classes from './Fields.module.css';

const FOLDED = ['negativePrompt', 'steps', 'guidance', 'extra'] as const;

/** The fields of the fold that the model has and that hold something else than the model's own. */
function changedFields(form: FormState, model: ModelCapabilities): number {
  return [
    model.negativePrompt && form.negativePrompt.trim() !== '',
    model.steps !== null && form.steps !== null && form.steps !== model.steps.preset,
    model.guidance !== null && form.guidance !== null && form.guidance !== model.guidance.preset,
    model.extra && form.extra.trim() !== '',
  ].filter(Boolean).length;
}

/** What is rarely changed, folded away. What is changed is told, so that nothing acts unseen. */
export function MoreFields({ choice }: { readonly choice: Choice }) {
  const { t } = useTranslation('generate');
  const form = useForm();
  const { model } = choice;
  const changed = changedFields(form, model);
  const wrong = wrongFields(form, choice);
  const [wanted, setWanted] = useState(false);
  const id = useId();
  if (!model.negativePrompt && model.steps === null && model.guidance === null && !model.extra) return null;
  const open = wanted || FOLDED.some((field) => wrong.has(field));
  return (
    <div>
      <UnstyledButton
        className={classes['fold'] ?? ''}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setWanted(!open)}
      >
        <IconChevronRight size={16} aria-hidden />
        {t('moreFields')}
        {changed > 0 && !open && (
          <span className={classes['aside']}>
            {t('changedFields', { count: changed, formatted: formatCount(changed) })}
          </span>
        )}
      </UnstyledButton>
      <Collapse expanded={open} id={id}>
        <div className={classes['folded']}>
          {model.negativePrompt && <NegativeField tooLong={wrong.has('negativePrompt')} />}
          <div className={classes['halves']}>
            {model.steps !== null && <RangeField name="steps" range={model.steps} />}
            {model.guidance !== null && <RangeField name="guidance" range={model.guidance} />}
          </div>
          {model.extra && <ExtraField wrong={wrong.has('extra')} />}
        </div>
      </Collapse>
    </div>
  );
}

function NegativeField({ tooLong }: { readonly tooLong: boolean }) {
  const { t } = useTranslation('generate');
  return (
    <Textarea
      label={t('negativePrompt')}
      placeholder={t('negativePlaceholder')}
      autosize
      minRows={2}
      maxRows={6}
      value={useForm().negativePrompt}
      onChange={(event) => changeForm({ negativePrompt: event.currentTarget.value })}
      error={tooLong && t('negativeTooLong')}
    />
  );
}

interface RangeFieldProps {
  readonly name: 'steps' | 'guidance';
  readonly range: NumberRange;
}

/** Empty is the model's own number, which stands behind it. */
function RangeField({ name, range: { min, max, step, preset } }: RangeFieldProps) {
  const { t } = useTranslation('generate');
  const value = useForm()[name];
  const isOut = value !== null && (value < min || value > max);
  return (
    <NumberInput
      label={t(name)}
      placeholder={String(preset)}
      min={min}
      max={max}
      step={step}
      startValue={preset}
      clampBehavior="none"
      allowDecimal={!Number.isInteger(step)}
      value={value ?? ''}
      onChange={(next) => {
        const number = next === '' ? null : Number(next);
        changeForm(name === 'steps' ? { steps: number } : { guidance: number });
      }}
      error={isOut && t('between', { min, max })}
    />
  );
}

function ExtraField({ wrong }: { readonly wrong: boolean }) {
  const { t } = useTranslation('generate');
  return (
    <Textarea
      label={t('extra')}
      description={t('extraHelp')}
      placeholder='{ "scheduler": "karras" }'
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      autosize
      minRows={2}
      maxRows={10}
      value={useForm().extra}
      onChange={(event) => changeForm({ extra: event.currentTarget.value })}
      error={wrong && t('extraWrong')}
      spellCheck={false}
      classNames={{ input: classes['code'] ?? '' }}
    />
  );
}
