import { Badge, Collapse, UnstyledButton } from '@mantine/core';
import {
  IconBolt,
  IconBrush,
  IconChevronDown,
  IconCloud,
  IconRepeat,
  IconServer,
  IconSitemap,
  IconTerminal2,
  IconWebhook,
  type TablerIcon,
} from '@tabler/icons-react';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isSetUpByPerson, type ProviderId, type ProviderInfo } from '../../shared/generation';
import { useSlice } from '../mirror';
import { forgetProvider, useNavigation } from '../navigation';
import { providerName } from '../ui/provider-words';
import { GeneratedNames } from './GeneratedNames';
import { PromptsInFiles } from './PromptsInFiles';
import { ProviderForm } from './ProviderForm';
import classes from './Providers.module.css';
import { Section } from './Section';

/** By kind of service; one that is not here looks like a server. */
const ICONS: Readonly<Record<string, TablerIcon>> = {
  sketch: IconBrush,
  'workers-ai': IconCloud,
  comfyui: IconSitemap,
  fal: IconBolt,
  replicate: IconRepeat,
  'http-backend': IconWebhook,
  command: IconTerminal2,
};

/** Who makes pictures and films, and where each is reached. One is open at a time. */
export function Providers() {
  const { t } = useTranslation('settings');
  const { providers } = useSlice('generation');
  const { provider: asked } = useNavigation();
  const [open, setOpen] = useState<ProviderId | null>(asked?.id ?? null);
  useEffect(() => {
    if (asked === null) return;
    setOpen(asked.id);
    // Once: its row has come into view by now, and the next visit is for something else.
    forgetProvider();
  }, [asked]);
  return (
    <Section name="providers" title={t('providers.title')} help={t('providers.help')}>
      <ul className={classes['list']} aria-label={t('providers.title')}>
        {providers.map((provider) => (
          <ProviderRow
            key={provider.id}
            provider={provider}
            open={open === provider.id}
            // The token alone: the same one can be asked for twice.
            asked={asked?.id === provider.id ? asked.token : null}
            toggle={() => setOpen(open === provider.id ? null : provider.id)}
          />
        ))}
      </ul>
      <GeneratedNames />
      <PromptsInFiles />
    </Section>
  );
}

interface ProviderRowProps {
  readonly provider: ProviderInfo;
  readonly open: boolean;
  /** Another screen has sent the person here. */
  readonly asked: number | null;
  readonly toggle: () => void;
}

function ProviderRow({ provider, open, asked, toggle }: ProviderRowProps) {
  const row = useRef<HTMLLIElement>(null);
  const id = useId();
  const hasForm = provider.fields.length > 0 || provider.key !== null;
  useEffect(() => {
    if (asked !== null) row.current?.scrollIntoView({ block: 'center' });
  }, [asked]);
  if (!hasForm)
    return (
      <li className={classes['provider']}>
        <div className={classes['head']}>
          <Head provider={provider} />
        </div>
      </li>
    );
  return (
    <li ref={row} className={classes['provider']}>
      <UnstyledButton className={classes['head'] ?? ''} aria-expanded={open} aria-controls={id} onClick={toggle}>
        <Head provider={provider} />
        <IconChevronDown size={17} className={classes['chevron'] ?? ''} aria-hidden />
      </UnstyledButton>
      <Collapse expanded={open} id={id}>
        {open && <ProviderForm provider={provider} />}
      </Collapse>
    </li>
  );
}

function Head({ provider }: { readonly provider: ProviderInfo }) {
  const { t } = useTranslation('settings');
  const Icon = ICONS[provider.id] ?? IconServer;
  return (
    <>
      <span className={classes['icon']} aria-hidden>
        <Icon size={19} stroke={1.7} />
      </span>
      <span className={classes['words']}>
        <span className={classes['name']}>{providerName(provider)}</span>
        <span className={classes['help']}>{t(`providers.${provider.id}`)}</span>
      </span>
      {/* Of one that works as it is nobody knows whether it is there before somebody has set it up. */}
      {(provider.status === 'needs-setup' || provider.demo || isSetUpByPerson(provider)) && (
        <Badge className={classes['status'] ?? ''} data-status={provider.status}>
          {t(provider.status === 'ready' ? 'providers.ready' : 'providers.needsSetup')}
        </Badge>
      )}
    </>
  );
}
