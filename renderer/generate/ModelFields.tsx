import { NumberInput, SegmentedControl, Select, Text, TextInput, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ModelCapabilities, PictureSize } from '../../shared/generation';
import { type Choice, parseSeed } from './form-state';
import { changeForm, useForm } from './form-store';
import { shapesOf, sizeName } from './shapes';
import classes from './Fields.module.css';

/** What the chosen model can do, and nothing that it cannot. */
export function ModelFields({ choice }: { readonly choice: Choice }) {
  const { t } = useTranslation('generate');
  const { provider, model } = choice;
  return (
    <>
      {provider.models.length > 1 && (
        <Select
          label={t('model')}
          data={provider.models.map(({ id, name }) => ({ value: id, label: name }))}
          value={model.id}
          onChange={(value) => changeForm({ model: value, size: 0, style: null })}
        />
      )}
      <ShapeField choice={choice} />
      {model.styles.length > 0 && <StyleField model={model} />}
      <div className={classes['pair']}>
        <CountField model={model} />
        {model.seed && <SeedField />}
      </div>
    </>
  );
}

function ShapeField({ choice: { model, size } }: { readonly choice: Choice }) {
  const { t } = useTranslation('generate');
  const shapes = shapesOf(model.sizes);
  const chosen = model.sizes.indexOf(size);
  const shape = shapes.find(({ indexes }) => indexes.includes(chosen));
  const others = shape?.indexes ?? [];
  if (model.sizes.length < 2) return null;
  return (
    <div>
      <div className={classes['label']}>
        <span>{t('shape')}</span>
        {others.length < 2 && <span className={classes['aside']}>{sizeName(size)}</span>}
      </div>
      <SegmentedControl
        fullWidth
        aria-label={t('shape')}
        data={shapes.map(({ name, indexes }) => ({
          value: name,
          label: <ShapeLabel name={name} size={model.sizes[indexes[0] ?? 0] ?? size} />,
        }))}
        value={shape?.name ?? ''}
        onChange={(name) => changeForm({ size: shapes.find((one) => one.name === name)?.indexes[0] ?? 0 })}
      />
      {others.length > 1 && (
        <SegmentedControl
          fullWidth
          size="xs"
          mt={6}
          aria-label={t('size')}
          data={others.map((index) => ({ value: String(index), label: sizeName(model.sizes[index] ?? size) }))}
          value={String(chosen)}
          onChange={(index) => changeForm({ size: Number(index) })}
        />
      )}
    </div>
  );
}

const GLYPH = 15;

function ShapeLabel({ name, size }: { readonly name: string; readonly size: PictureSize }) {
  const long = Math.max(size.width, size.height);
  const glyph = { width: (GLYPH * size.width) / long, height: (GLYPH * size.height) / long };
  return (
    <span className={classes['shape']}>
      <span className={classes['glyphBox']} aria-hidden>
        <span className={classes['glyph']} style={glyph} />
      </span>
      {name}
    </span>
  );
}

function StyleField({ model }: { readonly model: ModelCapabilities }) {
  const { t } = useTranslation('generate');
  const { style } = useForm();
  const known = style !== null && model.styles.includes(style) ? style : '';
  return (
    <Select
      label={t('style')}
      data={[{ value: '', label: t('anyStyle') }, ...model.styles.map((name) => ({ value: name, label: name }))]}
      value={known}
      onChange={(value) => changeForm({ style: value === '' ? null : value })}
    />
  );
}

function CountField({ model }: { readonly model: ModelCapabilities }) {
  const { t } = useTranslation('generate');
  const { count } = useForm();
  return (
    <NumberInput
      label={t('count')}
      labelProps={{ mb: 4 }}
      min={1}
      max={model.maxCount}
      clampBehavior="strict"
      allowDecimal={false}
      value={Math.min(count, model.maxCount)}
      onChange={(value) => changeForm({ count: typeof value === 'number' && value >= 1 ? value : 1 })}
    />
  );
}

function SeedField() {
  const { t } = useTranslation('generate');
  const { seed } = useForm();
  return (
    <Tooltip label={t('seedHelp')} multiline maw={280} position="top">
      <TextInput
        label={t('seed')}
        placeholder={t('seedRandom')}
        inputMode="numeric"
        value={seed}
        onChange={(event) => changeForm({ seed: event.currentTarget.value })}
        error={parseSeed(seed) === undefined ? <Text inherit>{t('seedWrong')}</Text> : null}
      />
    </Tooltip>
  );
}
