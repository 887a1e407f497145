import { NumberInput, SegmentedControl, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { NumberRange, PictureSize } from '../../shared/generation';
import { wrongFields } from './form-input';
import { type Choice, isSameSize } from './form-state';
import { changeForm, useForm } from './form-store';
import { shapesOf, sizeName } from './shapes';
import classes from './Fields.module.css';

/** How large and of what shape: one of the model's sizes, or one of a person's own where the model takes any. */
export function ShapeField({ choice }: { readonly choice: Choice }) {
  const { t } = useTranslation('generate');
  const { ownSize } = useForm();
  const { side, sizes } = choice.model;
  const own = ownSize && side !== null;
  if (sizes.length < 2 && side === null) return null;
  return (
    <div>
      <div className={classes['label']}>
        <span>{own ? t('size') : t('shape')}</span>
        <span className={classes['aside']}>
          {!own && sizesLike(choice).length < 2 && sizeName(choice.size)}
          {side !== null && (
            <UnstyledButton
              className={classes['textButton'] ?? ''}
              onClick={() => changeForm({ ownSize: !own, size: choice.size })}
            >
              {own ? t('listedSizes') : t('ownSize')}
            </UnstyledButton>
          )}
        </span>
      </div>
      {own ? <Sides choice={choice} side={side} /> : <Listed choice={choice} />}
    </div>
  );
}

function sizesLike({ model: { sizes }, size }: Choice): readonly PictureSize[] {
  const shape = shapesOf(sizes).find(({ indexes }) => indexes.some((index) => sizes[index] === size));
  return shape?.indexes.flatMap((index) => sizes[index] ?? []) ?? [];
}

function Listed({ choice }: { readonly choice: Choice }) {
  const { t } = useTranslation('generate');
  const { model, size } = choice;
  const shapes = shapesOf(model.sizes).map(({ name, indexes }) => ({
    name,
    first: model.sizes[indexes[0] ?? 0] ?? size,
  }));
  const like = sizesLike(choice);
  const shape = shapesOf(like)[0]?.name ?? '';
  return (
    <>
      {shapes.length > 1 && (
        <SegmentedControl
          fullWidth
          aria-label={t('shape')}
          data={shapes.map(({ name, first }) => ({ value: name, label: <ShapeLabel name={name} size={first} /> }))}
          value={shape}
          onChange={(name) => changeForm({ size: shapes.find((one) => one.name === name)?.first ?? null })}
        />
      )}
      {like.length > 1 && (
        <SegmentedControl
          fullWidth
          size="xs"
          mt={6}
          aria-label={t('size')}
          data={like.map((one) => ({ value: sizeName(one), label: sizeName(one) }))}
          value={sizeName(size)}
          onChange={(name) => changeForm({ size: like.find((one) => sizeName(one) === name) ?? null })}
        />
      )}
    </>
  );
}

/** Width and height as they are typed. */
function Sides({ choice, side }: { readonly choice: Choice; readonly side: NumberRange }) {
  const { t } = useTranslation('generate');
  const { size } = choice;
  const wrong = wrongFields(useForm(), choice).has('size');
  const bounds = { min: side.min, max: side.max, step: side.step, allowDecimal: false, clampBehavior: 'blur' } as const;
  const change = (part: Partial<PictureSize>): void => {
    const next = { ...size, ...part };
    if (!isSameSize(next, size)) changeForm({ size: next });
  };
  const isOut = (length: number): boolean => length < side.min || length > side.max;
  const error = (length: number) => wrong && isOut(length) && t('between', { min: side.min, max: side.max });
  return (
    <div className={classes['halves']}>
      <NumberInput
        {...bounds}
        label={t('width')}
        value={size.width}
        onChange={(value) => change({ width: Number(value) })}
        error={error(size.width)}
      />
      <NumberInput
        {...bounds}
        label={t('height')}
        value={size.height}
        onChange={(value) => change({ height: Number(value) })}
        error={error(size.height)}
      />
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
