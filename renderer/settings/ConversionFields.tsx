import { Input, NumberInput, Select, Slider } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { CONVERT_FORMATS, type Conversion } from '../../shared/upload-rules';
import classes from './UploadRules.module.css';

const USUAL: Conversion = { format: 'webp', quality: 82, maxSide: null, otherwise: 'original' };

interface ConversionFieldsProps {
  readonly value: Conversion | null;
  readonly onChange: (value: Conversion | null) => void;
}

/** Into what pictures are converted, if at all. */
export function ConversionFields({ value, onChange }: ConversionFieldsProps) {
  const { t } = useTranslation('uploads');
  const help = t('rules.convertHelp');
  const fullHelp = value?.format === 'avif' ? t('rules.convertHelpSlow', { help }) : help;
  const choose = (name: string | null): void => {
    const format = CONVERT_FORMATS.find((known) => known === name);
    onChange(format === undefined ? null : { ...(value ?? USUAL), format });
  };
  return (
    <>
      <Select
        className={classes['wide'] ?? ''}
        label={t('rules.convert')}
        description={value !== null && fullHelp}
        inputWrapperOrder={['label', 'input', 'description']}
        value={value?.format ?? 'none'}
        onChange={choose}
        data={[
          { value: 'none', label: t('rules.convertNone') },
          ...CONVERT_FORMATS.map((format) => ({
            value: format as string,
            label: t('rules.convertTo', { format: t(`rules.formats.${format}`) }),
          })),
        ]}
      />
      {value !== null && <Details value={value} onChange={onChange} />}
    </>
  );
}

interface DetailsProps {
  readonly value: Conversion;
  readonly onChange: (value: Conversion) => void;
}

function Details({ value, onChange }: DetailsProps) {
  const { t } = useTranslation('uploads');
  const label = useId();
  return (
    <>
      <div>
        <Input.Label id={label} component="div">
          {`${t('rules.quality')}: ${value.quality} %`}
        </Input.Label>
        <Slider
          mt={10}
          label={null}
          thumbLabel={t('rules.quality')}
          min={1}
          max={100}
          value={value.quality}
          onChange={(quality) => onChange({ ...value, quality })}
        />
      </div>
      <NumberInput
        label={t('rules.maxSide')}
        description={t('rules.maxSideHelp')}
        inputWrapperOrder={['label', 'input', 'description']}
        size="sm"
        min={16}
        max={16_383}
        allowDecimal={false}
        clampBehavior="blur"
        hideControls
        value={value.maxSide ?? ''}
        onChange={(side) => onChange({ ...value, maxSide: typeof side === 'number' ? side : null })}
      />
      <Select
        className={classes['wide'] ?? ''}
        label={t('rules.otherwise')}
        value={value.otherwise}
        onChange={(name) => onChange({ ...value, otherwise: name === 'fail' ? 'fail' : 'original' })}
        data={(['original', 'fail'] as const).map((name) => ({ value: name, label: t(`rules.otherwiseOf.${name}`) }))}
      />
    </>
  );
}
