import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LINK_FORMATS, type LinkForm } from '../../shared/link-formats';
import { LAYERS } from '../ui/layers';
import { useSlice } from '../mirror';

interface FormSelectProps {
  readonly label: string;
  readonly value: LinkForm;
  readonly choose: (form: LinkForm) => void;
}

/** How links are written: one of the app's forms, or one of a person's own. */
export function FormSelect({ label, value, choose }: FormSelectProps) {
  const { t } = useTranslation('links');
  const { linkTemplates } = useSlice('settings');
  const forms = [
    ...LINK_FORMATS.map((format) => ({ value: format as LinkForm, label: t(`form.${format}`) })),
    ...linkTemplates.map(({ id, name }) => ({
      value: `own:${id}` as LinkForm,
      label: name.trim() === '' ? t('form.unnamed') : name,
    })),
  ];
  const known = forms.some((form) => form.value === value);
  return (
    <Select
      label={label}
      value={known ? value : 'url'}
      onChange={(chosen) => choose(forms.find((form) => form.value === chosen)?.value ?? 'url')}
      data={forms}
      comboboxProps={{ zIndex: LAYERS.inDialog }}
    />
  );
}
