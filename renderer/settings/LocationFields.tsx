import { Checkbox, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LocationRemoval } from '../../shared/upload-rules';
import classes from './UploadRules.module.css';

interface LocationFieldsProps {
  readonly value: LocationRemoval | null;
  readonly onChange: (value: LocationRemoval | null) => void;
}

/** Whether files lose their place on their way, and what becomes of those that cannot. */
export function LocationFields({ value, onChange }: LocationFieldsProps) {
  const { t } = useTranslation('uploads');
  return (
    <>
      <Checkbox
        className={classes['wide'] ?? ''}
        label={t('rules.location')}
        description={t('rules.locationHelp')}
        checked={value !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? { otherwise: 'fail' } : null)}
      />
      {value !== null && (
        <Select
          className={classes['wide'] ?? ''}
          label={t('rules.locationOtherwise')}
          value={value.otherwise}
          onChange={(name) => onChange({ otherwise: name === 'original' ? 'original' : 'fail' })}
          data={(['fail', 'original'] as const).map((name) => ({
            value: name,
            label: t(`rules.locationOtherwiseOf.${name}`),
          }))}
        />
      )}
    </>
  );
}
