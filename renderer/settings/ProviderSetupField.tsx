import { Button, FileButton, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { ProviderInfo, SetupField } from '../../shared/generation';
import { isJson } from '../../shared/json-text';
import { bridge } from '../bridge';
import { isProviderAddress } from './provider-address';
import classes from './Providers.module.css';

type PartOfInput = 'label' | 'input' | 'description' | 'error';

interface ProviderSetupFieldProps {
  readonly provider: ProviderInfo;
  readonly field: SetupField;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** One field of a provider's set-up. JSON can be read from a file; a program is chosen where it lies. */
export function ProviderSetupField({ provider, field, value, onChange }: ProviderSetupFieldProps) {
  const { t, i18n } = useTranslation('settings');
  const words = `providers.fields.${provider.id}.${field.name}`;
  const helpOf = `${words}Help` as 'providers.fields.openai.baseUrlHelp';
  const props = {
    label: t(words as 'providers.fields.openai.baseUrl'),
    description: i18n.exists(`settings:${helpOf}`) ? t(helpOf) : null,
    inputWrapperOrder: ['label', 'input', 'error', 'description'] as PartOfInput[],
    placeholder: field.preset,
    value,
    error: isWrongField(field, value) && t(field.kind === 'json' ? 'providers.jsonBad' : 'providers.baseUrlBad'),
    spellCheck: false,
  };
  if (field.kind === 'json')
    return (
      <div className={classes['wide']}>
        <Textarea
          {...props}
          autosize
          minRows={3}
          maxRows={10}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        <FromFile
          label={t('providers.fromFile')}
          accept="application/json,.json"
          take={(file) => drop(file.text().then(onChange))}
        />
      </div>
    );
  const input = <TextInput {...props} onChange={(event) => onChange(event.currentTarget.value)} />;
  if (field.kind !== 'program') return input;
  return (
    <div className={classes['wide']}>
      {input}
      <FromFile label={t('providers.chooseProgram')} take={(file) => onChange(bridge().pathOfFile(file))} />
    </div>
  );
}

interface FromFileProps {
  readonly label: string;
  readonly accept?: string;
  readonly take: (file: File) => void;
}

function FromFile({ label, accept, take }: FromFileProps) {
  return (
    <FileButton onChange={(file) => file !== null && take(file)} {...(accept === undefined ? {} : { accept })}>
      {(props) => (
        <Button {...props} size="compact-sm" variant="default" mt={8}>
          {label}
        </Button>
      )}
    </FileButton>
  );
}

/** True for what cannot be kept as it is. */
export function isWrongField({ kind }: SetupField, value: string): boolean {
  if (value.trim() === '') return false;
  if (kind === 'json') return !isJson(value);
  return kind === 'address' && !isProviderAddress(value);
}
