import { SegmentedControl, Select } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelCapabilities } from '../../shared/generation';
import { WholeNumberInput } from '../ui/WholeNumberInput';
import { type Choice, OF_A_MODEL } from './form-state';
import { changeForm, useForm } from './form-store';
import { ReferenceField } from './ReferenceField';
import { SeedField } from './SeedField';
import { ShapeField } from './ShapeField';
import { styleName } from '../ui/style-words';
import classes from './Fields.module.css';

/** From so many models on, they can be searched. */
const MANY = 8;

/** Enter takes the first that is found. Where nothing is, it must not send the form: that would still mean what was chosen before. */
const SEARCHED = {
  searchable: true,
  selectFirstOptionOnChange: true,
  onKeyDown: (event: KeyboardEvent) => {
    if (event.key === 'Enter') event.preventDefault();
  },
} as const;

interface ModelFieldsProps {
  readonly choice: Choice;
  /** A file is held over the form. */
  readonly dropping: boolean;
}

/** What the chosen model can do, and nothing that it cannot. What is rarely used stands in `MoreFields`. */
export function ModelFields({ choice, dropping }: ModelFieldsProps) {
  const { t } = useTranslation('generate');
  const { provider, model } = choice;
  return (
    <>
      {provider.models.length > 1 && (
        <Select
          label={t('model')}
          data={provider.models.map(({ id, name }) => ({ value: id, label: name }))}
          value={model.id}
          {...(provider.models.length > MANY ? SEARCHED : {})}
          nothingFoundMessage={t('noModel')}
          allowDeselect={false}
          onChange={(value) => changeForm({ ...OF_A_MODEL, model: value })}
        />
      )}
      {model.reference && <ReferenceField dropping={dropping} />}
      <ShapeField choice={choice} />
      {model.styles.length > 0 && <StyleField model={model} />}
      {model.seconds.length > 1 && <SecondsField model={model} />}
      <div className={classes['pair']}>
        {model.maxCount > 1 && <CountField model={model} />}
        {model.seed && <SeedField choice={choice} />}
      </div>
    </>
  );
}

function StyleField({ model }: { readonly model: ModelCapabilities }) {
  const { t } = useTranslation('generate');
  const { style } = useForm();
  const known = style !== null && model.styles.includes(style) ? style : '';
  return (
    <Select
      label={t('style')}
      data={[
        { value: '', label: t('anyStyle') },
        ...model.styles.map((name) => ({ value: name, label: styleName(name) })),
      ]}
      value={known}
      {...(model.styles.length > MANY ? SEARCHED : {})}
      onChange={(value) => changeForm({ style: value === '' ? null : value })}
    />
  );
}

function SecondsField({ model }: { readonly model: ModelCapabilities }) {
  const { t } = useTranslation('generate');
  const { seconds } = useForm();
  const known = model.seconds.find((one) => one === seconds) ?? model.seconds[0] ?? 0;
  return (
    <div>
      <div className={classes['label']}>{t('length')}</div>
      <SegmentedControl
        fullWidth
        aria-label={t('length')}
        data={model.seconds.map((one) => ({ value: String(one), label: t('secondsShort', { seconds: one }) }))}
        value={String(known)}
        onChange={(value) => changeForm({ seconds: Number(value) })}
      />
    </div>
  );
}

function CountField({ model }: { readonly model: ModelCapabilities }) {
  const { t } = useTranslation('generate');
  const { count } = useForm();
  return (
    <WholeNumberInput
      label={t('count')}
      min={1}
      max={model.maxCount}
      value={Math.min(count, model.maxCount)}
      usual={1}
      choose={(value) => changeForm({ count: value })}
    />
  );
}
