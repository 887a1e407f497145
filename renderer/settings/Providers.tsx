import { Badge } from '@mantine/core';
import { IconBrush, IconServer } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ProviderInfo } from '../../shared/generation';
import { useSlice } from '../mirror';
import { ProviderForm } from './ProviderForm';
import classes from './Providers.module.css';
import { Section } from './Section';

function Provider({ provider }: { readonly provider: ProviderInfo }) {
  const { t } = useTranslation('settings');
  const Icon = provider.demo ? IconBrush : IconServer;
  return (
    <div className={classes['provider']}>
      <div className={classes['head']}>
        <span className={classes['icon']} aria-hidden>
          <Icon size={20} stroke={1.7} />
        </span>
        <div className={classes['words']}>
          <h3 className={classes['name']}>{provider.name}</h3>
          <div className={classes['help']}>{t(`providers.${provider.id}`)}</div>
        </div>
        <Badge className={classes['status'] ?? ''} data-status={provider.status}>
          {t(provider.status === 'ready' ? 'providers.ready' : 'providers.needsSetup')}
        </Badge>
      </div>
      {provider.key !== null && <ProviderForm provider={provider} />}
    </div>
  );
}

/** Who makes pictures, and where each is reached. */
export function Providers() {
  const { t } = useTranslation('settings');
  const { providers } = useSlice('generation');
  return (
    <Section title={t('providers.title')} help={t('providers.help')}>
      {providers.map((provider) => (
        <Provider key={provider.id} provider={provider} />
      ))}
    </Section>
  );
}
