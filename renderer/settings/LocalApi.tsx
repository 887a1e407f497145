import { Badge, Button, Select, Switch } from '@mantine/core';
import { IconCopy, IconKey } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { LocalApiCopy, LocalApiSettings } from '../../shared/local-api';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import { confirm } from '../ui/confirm';
import { useBucketWords } from '../ui/connection-words';
import { FailureNotice } from '../ui/FailureNotice';
import { notify } from '../ui/notify';
import { changeLocalApi } from './change-local-api';
import classes from './LocalApi.module.css';
import { PortField, PrefixField } from './LocalApiFields';
import { Section } from './Section';

/** The value of the choice "the one that is open"; no connection has such an id. */
const ACTIVE = 'active';

/** The door for programs on this computer. */
export function LocalApi() {
  const { t } = useTranslation('localApi');
  const { settings, state, token } = useSlice('localApi');
  return (
    <Section name="local-api" title={t('title')} help={t('help')}>
      <div className={classes['door']}>
        <Switch
          label={t('enable')}
          description={t('enableHelp')}
          checked={settings.enabled}
          onChange={(event) => changeLocalApi({ enabled: event.currentTarget.checked })}
        />
        <Badge variant={state.kind === 'open' ? 'light' : 'default'} className={classes['badge'] ?? ''}>
          {state.kind === 'open' ? t('open', { port: String(state.port) }) : t('off')}
        </Badge>
      </div>
      {state.kind === 'failed' && <FailureNotice failure={state.failure} />}
      {settings.enabled && (
        <>
          <Target settings={settings} />
          <Copies isOpen={state.kind === 'open'} />
          {token === 'session' && <p className={classes['note']}>{t('sessionToken')}</p>}
          <div>
            <div className={classes['label']}>{t('example')}</div>
            <p className={classes['note']} data-selectable>
              {t('exampleHelp')}
            </p>
          </div>
        </>
      )}
    </Section>
  );
}

function Target({ settings }: { readonly settings: LocalApiSettings }) {
  const { t } = useTranslation('localApi');
  const { profiles } = useSlice('connections');
  const bucketWords = useBucketWords();
  const { connectionId } = settings;
  const isKnown = profiles.some(({ id }) => id === connectionId);
  return (
    <div className={classes['fields']}>
      <PortField key={settings.port} port={settings.port} choose={(port) => changeLocalApi({ port })} />
      <span />
      <Select
        label={t('bucket')}
        value={connectionId !== null && isKnown ? connectionId : ACTIVE}
        onChange={(value) => value !== null && changeLocalApi({ connectionId: value === ACTIVE ? null : value })}
        data={[
          { value: ACTIVE, label: t('active') },
          ...profiles.map((one) => ({ value: one.id, label: bucketWords(one) })),
        ]}
      />
      <PrefixField prefix={settings.prefix} choose={(prefix) => changeLocalApi({ prefix })} />
    </div>
  );
}

function Copies({ isOpen }: { readonly isOpen: boolean }) {
  const { t } = useTranslation('localApi');
  const copy = async (what: LocalApiCopy): Promise<void> => {
    const result = await ask('localApi.copy', { what });
    if (result.ok) notify.good({ title: t('copied'), text: t('copiedText') });
    else notify.failure(result.failure);
  };
  const renew = async (): Promise<void> => {
    const sure = await confirm({ title: t('renewTitle'), text: t('renewText'), confirm: t('renewConfirm') });
    if (!sure) return;
    const result = await ask('localApi.renewToken', null);
    if (result.ok) notify.good({ title: t('renewed') });
    else notify.failure(result.failure);
  };
  return (
    <>
      <div className={classes['copy']}>
        <Button
          variant="default"
          leftSection={<IconCopy size={16} />}
          disabled={!isOpen}
          onClick={() => drop(copy('address'))}
        >
          {t('address')}
        </Button>
        <p className={classes['note']}>{t('addressHelp')}</p>
      </div>
      <div className={classes['copy']}>
        <Button
          variant="default"
          leftSection={<IconKey size={16} />}
          disabled={!isOpen}
          onClick={() => drop(copy('token'))}
        >
          {t('token')}
        </Button>
        <p className={classes['note']}>{t('tokenHelp')}</p>
      </div>
      <Button className={classes['renew'] ?? ''} variant="subtle" size="compact-sm" onClick={() => drop(renew())}>
        {t('renew')}
      </Button>
    </>
  );
}
