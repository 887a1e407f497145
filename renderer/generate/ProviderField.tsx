import { Button, Select } from '@mantine/core';
import { IconBrush, IconInfoCircle, IconPlug } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { PROVIDER_IDS, type ProviderInfo } from '../../shared/generation';
import { useSlice } from '../mirror';
import { openProvider } from '../navigation';
import { providerName } from '../ui/provider-words';
import { OF_A_MODEL } from './form-state';
import { changeForm } from './form-store';
import classes from './Fields.module.css';

/** Who makes the picture, and what there is to know about it. */
export function ProviderField({ provider }: { readonly provider: ProviderInfo }) {
  const { t } = useTranslation('generate');
  const { providers } = useSlice('generation');
  const choose = (value: string | null): void => {
    const id = PROVIDER_IDS.find((one) => one === value);
    if (id !== undefined) changeForm({ ...OF_A_MODEL, provider: id, model: null });
  };
  const Icon = provider.demo ? IconBrush : IconPlug;
  return (
    <div>
      <Select
        label={t('provider')}
        data={providers.map((one) => ({ value: one.id, label: providerName(one) }))}
        value={provider.id}
        allowDeselect={false}
        onChange={choose}
        leftSection={<Icon size={17} stroke={1.7} />}
      />
      {provider.status === 'needs-setup' ? (
        <div className={classes['setUp']}>
          <span>{t('needsSetup')}</span>
          <Button size="xs" onClick={() => openProvider(provider.id)}>
            {t('setUp')}
          </Button>
        </div>
      ) : (
        provider.demo && (
          <p className={classes['note']}>
            <IconInfoCircle size={15} aria-hidden />
            {t('demo')}
          </p>
        )
      )}
    </div>
  );
}
