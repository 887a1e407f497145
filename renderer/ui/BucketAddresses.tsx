import { Button, Loader } from '@mantine/core';
import { IconBolt, IconCheck, IconWorldWww } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BucketPlace, PublicAccess } from '../../shared/cloudflare';
import type { DraftSecret } from '../../shared/connection';
import { drop } from '../../shared/drop';
import type { Failure } from '../../shared/failure';
import { ask } from '../bridge';
import classes from './BucketAddresses.module.css';
import { useAnswer } from './use-answer';

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

interface TakeProps {
  readonly host: string;
  readonly taken: boolean;
  readonly onTake: (base: string) => void;
}

/** Takes an address as a public domain, or says that it is one. */
function Take({ host, taken, onTake }: TakeProps) {
  const { t } = useTranslation('setup');
  if (taken)
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
      onClick={() => onTake(baseOf(host))}
    >
      {t('links.take')}
    </Button>
  );
}

const baseOf = (host: string): string => `https://${host}`;

interface DevUrlRowProps {
  readonly devUrl: PublicAccess['devUrl'];
  readonly switching: boolean;
  readonly onSwitchOn: () => void;
  /** In the place of the button, once it is on. */
  readonly take: ReactNode;
}

/** Cloudflare's own address for the bucket, which is off until somebody switches it on. */
function DevUrlRow({ devUrl, switching, onSwitchOn, take }: DevUrlRowProps) {
  const { t } = useTranslation('setup');
  return (
    <Row
      icon={<IconBolt size={18} stroke={1.6} />}
      host={devUrl.host}
      note={t(devUrl.enabled ? 'links.devOn' : 'links.devOff')}
    >
      {devUrl.enabled ? (
        take
      ) : (
        <Button size="compact-sm" variant="light" loading={switching} onClick={onSwitchOn}>
          {t('links.switchOn')}
        </Button>
      )}
    </Row>
  );
}

interface BucketAddressesProps {
  /** The API token to ask with. */
  readonly token: DraftSecret;
  readonly place: BucketPlace;
  readonly isTaken: (base: string) => boolean;
  readonly onTake: (base: string) => void;
  readonly failed: (failure: Failure, retry: () => void) => ReactNode;
}

/** What Cloudflare says of the bucket's addresses, and the one that can be switched on. */
function usePublicAccess({ token, place, onTake }: BucketAddressesProps) {
  const [asked, setAsked] = useState(0);
  const [switching, setSwitching] = useState<Switching>({ kind: 'idle' });
  const input = { token, place };
  const answer = useAnswer(JSON.stringify([input, asked]), () => ask('cloudflare.publicAccess', input));
  const switchOn = async (): Promise<void> => {
    setSwitching({ kind: 'switching' });
    const result = await ask('cloudflare.switchOnDevUrl', input);
    if (!result.ok) return setSwitching({ kind: 'failed', failure: result.failure });
    setSwitching({ kind: 'idle' });
    setAsked(asked + 1);
    onTake(baseOf(result.value.host));
  };
  return { answer, askAgain: () => setAsked(asked + 1), switching, switchOn };
}

/** With an API token: the bucket's own addresses, as Cloudflare knows them. */
export function BucketAddresses(props: BucketAddressesProps) {
  const { t } = useTranslation('setup');
  const { isTaken, onTake, failed } = props;
  const { answer, askAgain, switching, switchOn } = usePublicAccess(props);
  if (answer.kind === 'waiting')
    return (
      <div className={classes['waiting']} role="status">
        <Loader size={16} /> {t('links.asking')}
      </div>
    );
  if (answer.kind === 'failed' && answer.failure.code === 'api-token-permission')
    return <p className={classes['quiet']}>{t('links.mayNotAsk')}</p>;
  if (answer.kind === 'failed') return failed(answer.failure, askAgain);
  const { devUrl, domains } = answer.value;
  const take = (host: string): ReactNode => <Take host={host} taken={isTaken(baseOf(host))} onTake={onTake} />;
  return (
    <>
      <ul className={classes['rows']} aria-label={t('links.addresses')}>
        <DevUrlRow
          devUrl={devUrl}
          switching={switching.kind === 'switching'}
          onSwitchOn={() => drop(switchOn())}
          take={take(devUrl.host)}
        />
        {domains.map(({ host, standing }) => (
          <Row
            key={host}
            icon={<IconWorldWww size={18} stroke={1.6} />}
            host={host}
            note={t(`links.standing.${standing}`)}
          >
            {standing === 'ready' && take(host)}
          </Row>
        ))}
      </ul>
      {switching.kind === 'failed' && failed(switching.failure, () => drop(switchOn()))}
    </>
  );
}
