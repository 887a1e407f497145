import { Button, Loader } from '@mantine/core';
import { IconBolt, IconCheck, IconWorldWww } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PublicAccess } from '../../shared/cloudflare';
import { drop } from '../../shared/drop';
import type { Failure } from '../../shared/failure';
import { parsePublicBase } from '../../shared/links';
import { ask } from '../bridge';
import { useAnswer } from '../ui/use-answer';
import classes from './DomainChoice.module.css';
import { useWizard } from './wizard-context';
import { cloudflareOf } from './wizard-draft';
import { WizardFailure } from './WizardFailure';

type Switching = { readonly kind: 'idle' | 'switching' } | { readonly kind: 'failed'; readonly failure: Failure };

interface RowProps {
  readonly icon: ReactNode;
  readonly host: string;
  readonly note: string;
  readonly children: ReactNode;
}

function Row({ icon, host, note, children }: RowProps) {
  return (
    <li className={classes['row']}>
      <span className={classes['icon']} aria-hidden>
        {icon}
      </span>
      <span className={classes['words']}>
        <span className={classes['host']} data-selectable>
          {host}
        </span>
        <span className={classes['note']}>{note}</span>
      </span>
      {children}
    </li>
  );
}

/** Takes an address as the public domain, or says that it is the one. */
function Take({ host }: { readonly host: string }) {
  const { t } = useTranslation('setup');
  const { state, send } = useWizard();
  const base = `https://${host}`;
  const chosen = parsePublicBase(state.fields.publicDomain);
  if (chosen.ok && chosen.base === base)
    return (
      <span className={classes['taken']}>
        <IconCheck size={16} aria-hidden /> {t('links.taken')}
      </span>
    );
  return (
    <Button
      size="compact-sm"
      variant="light"
      aria-label={t('links.takeHost', { host })}
      onClick={() => send({ kind: 'type', fields: { publicDomain: base } })}
    >
      {t('links.take')}
    </Button>
  );
}

interface DevUrlRowProps {
  readonly devUrl: PublicAccess['devUrl'];
  readonly switching: boolean;
  readonly onSwitchOn: () => void;
}

/** Cloudflare's own address for the bucket, which is off until somebody switches it on. */
function DevUrlRow({ devUrl, switching, onSwitchOn }: DevUrlRowProps) {
  const { t } = useTranslation('setup');
  return (
    <Row
      icon={<IconBolt size={18} stroke={1.6} />}
      host={devUrl.host}
      note={t(devUrl.enabled ? 'links.devOn' : 'links.devOff')}
    >
      {devUrl.enabled ? (
        <Take host={devUrl.host} />
      ) : (
        <Button size="compact-sm" variant="light" loading={switching} onClick={onSwitchOn}>
          {t('links.switchOn')}
        </Button>
      )}
    </Row>
  );
}

/** What Cloudflare says of the bucket's addresses, and the one that can be switched on; null without a token to ask with. */
function usePublicAccess() {
  const { state, send } = useWizard();
  const { jurisdiction, bucket } = state.fields;
  const [asked, setAsked] = useState(0);
  const [switching, setSwitching] = useState<Switching>({ kind: 'idle' });
  const cloudflare = cloudflareOf(state.fields);
  const question = cloudflare === null ? null : JSON.stringify([cloudflare, jurisdiction, bucket, asked]);
  const input = {
    token: cloudflare?.token ?? { kind: 'typed' as const, value: '' },
    place: { accountId: cloudflare?.accountId ?? '', jurisdiction, bucket: bucket.trim() },
  };
  const answer = useAnswer(question, () => ask('cloudflare.publicAccess', input));
  const switchOn = async (): Promise<void> => {
    setSwitching({ kind: 'switching' });
    const result = await ask('cloudflare.switchOnDevUrl', input);
    if (!result.ok) return setSwitching({ kind: 'failed', failure: result.failure });
    setSwitching({ kind: 'idle' });
    setAsked(asked + 1);
    send({ kind: 'type', fields: { publicDomain: `https://${result.value.host}` } });
  };
  return cloudflare === null ? null : { answer, askAgain: () => setAsked(asked + 1), switching, switchOn };
}

/** With an API token: the bucket's own addresses, as Cloudflare knows them. */
export function DomainChoice() {
  const { t } = useTranslation('setup');
  const access = usePublicAccess();
  if (access === null) return null;
  const { answer, askAgain, switching, switchOn } = access;
  if (answer.kind === 'waiting')
    return (
      <div className={classes['waiting']} role="status">
        <Loader size={16} /> {t('links.asking')}
      </div>
    );
  if (answer.kind === 'failed' && answer.failure.code === 'api-token-permission')
    return <p className={classes['quiet']}>{t('links.mayNotAsk')}</p>;
  if (answer.kind === 'failed') return <WizardFailure failure={answer.failure} retry={askAgain} />;
  const { devUrl, domains } = answer.value;
  return (
    <>
      <ul className={classes['rows']} aria-label={t('links.addresses')}>
        <DevUrlRow devUrl={devUrl} switching={switching.kind === 'switching'} onSwitchOn={() => drop(switchOn())} />
        {domains.map(({ host, standing }) => (
          <Row
            key={host}
            icon={<IconWorldWww size={18} stroke={1.6} />}
            host={host}
            note={t(`links.standing.${standing}`)}
          >
            {standing === 'ready' && <Take host={host} />}
          </Row>
        ))}
      </ul>
      {switching.kind === 'failed' && <WizardFailure failure={switching.failure} retry={() => drop(switchOn())} />}
    </>
  );
}
