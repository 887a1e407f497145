import { Button, Group, Loader, SegmentedControl, Select, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconClock, IconExternalLink, IconLink } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { CopiedLinks, LinkWay, LinkWish, ObjectLink } from '../../shared/link';
import { hostOfBase } from '../../shared/links';
import { contentTypeOfName, isResizedType } from '../../shared/media';
import type { PublicDomain } from '../../shared/connection';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import { openLinks } from '../objects/object-actions';
import { FailureNotice } from '../ui/FailureNotice';
import { failureSentences, failureWords } from '../ui/failure-words';
import { formatCount, formatDateTime } from '../ui/format';
import { type Answer, useAnswer } from '../ui/use-answer';
import { copyLinks } from './copy-links';
import { ExpiryField } from './ExpiryField';
import { FormSelect } from './FormSelect';
import { QrCode } from './QrCode';
import type { LinkRequest } from './requests';
import { LAYERS } from '../ui/layers';
import classes from './Links.module.css';

type ShareRequest = Extract<LinkRequest, { kind: 'share' }>;

const WIDTHS = [400, 800, 1600, 2400];
const NO_DOMAINS: readonly PublicDomain[] = [];

interface SharePaneProps {
  readonly request: ShareRequest;
  readonly close: () => void;
}

/** Which link, how it is written, and the link itself: tried, and as a QR code. */
export function SharePane({ request, close }: SharePaneProps) {
  const { t } = useTranslation('links');
  const { subject } = request;
  const single = subject.only?.kind === 'asset';
  const { linkFormat, presignSeconds } = useSlice('settings');
  const [wish, setWish] = useState<LinkWish>({ way: { kind: 'auto' }, form: linkFormat, width: null });
  const [seconds, setSeconds] = useState(presignSeconds);
  const [busy, setBusy] = useState(false);
  // Of files and folders together, the files'.
  const parts = subject.parts.slice(0, 1);
  const made = useAnswer(JSON.stringify(wish), () => ask('links.preview', { selections: parts, wish }), 150);
  const copy = async (): Promise<void> => {
    setBusy(true);
    const done = await copyLinks(parts, wish);
    setBusy(false);
    if (done) close();
  };
  return (
    <>
      <Fields request={request} wish={wish} setWish={setWish} seconds={seconds} setSeconds={setSeconds} />
      <Result made={made} single={single} />
      <Group className={classes['foot'] ?? ''} gap={8} justify="flex-end">
        <Button
          variant="default"
          leftSection={<IconExternalLink size={17} stroke={1.7} />}
          onClick={() => drop(openLinks(parts, wish))}
        >
          {t('share.open')}
        </Button>
        <Button
          data-autofocus
          leftSection={<IconLink size={17} stroke={1.8} />}
          loading={busy}
          onClick={() => drop(copy())}
        >
          {t(single ? 'share.copy' : 'share.copyMany')}
        </Button>
      </Group>
    </>
  );
}

interface FieldsProps {
  readonly request: ShareRequest;
  readonly wish: LinkWish;
  readonly setWish: (wish: LinkWish) => void;
  readonly seconds: number;
  readonly setSeconds: (seconds: number) => void;
}

function Fields({ request, wish, setWish, seconds, setSeconds }: FieldsProps) {
  const { t } = useTranslation('links');
  const { profiles } = useSlice('connections');
  const { subject } = request;
  const domains = profiles.find(({ id }) => id === subject.connectionId)?.publicDomains ?? NO_DOMAINS;
  const { way } = wish;
  const setWay = (next: LinkWay): void => setWish({ ...wish, way: next });
  const resizes =
    way.kind !== 'signed' && mayResize(request) && usedDomains(way, domains).some((one) => one.transformations);
  return (
    <div className={classes['fields']}>
      {domains.length > 0 && <Way way={way} setWay={setWay} domains={domains} seconds={seconds} />}
      {way.kind === 'public' && domains.length > 1 && (
        <Select
          label={t('share.domain')}
          value={way.base}
          onChange={(base) => base !== null && setWay({ kind: 'public', base })}
          data={domains.map(({ base }) => ({ value: base, label: base.replace(/^https?:\/\//, '') }))}
          comboboxProps={{ zIndex: LAYERS.inDialog }}
        />
      )}
      {(way.kind === 'signed' || domains.length === 0) && (
        <ExpiryField
          label={t('share.expiry')}
          value={seconds}
          choose={(chosen) => {
            setSeconds(chosen);
            setWay({ kind: 'signed', seconds: chosen });
          }}
        />
      )}
      <Group gap={12} grow align="flex-start">
        <FormSelect label={t('share.form')} value={wish.form} choose={(form) => setWish({ ...wish, form })} />
        {resizes && <Width width={wish.width} choose={(width) => setWish({ ...wish, width })} />}
      </Group>
    </div>
  );
}

/** Whether a picture that can be made smaller may be among what is shared; of one file alone its name tells. */
function mayResize({ subject: { only } }: ShareRequest): boolean {
  return only?.kind !== 'asset' || isResizedType(contentTypeOfName(only.name));
}

function usedDomains(way: LinkWay, domains: readonly PublicDomain[]): readonly PublicDomain[] {
  return way.kind === 'public' ? domains.filter(({ base }) => base === way.base) : domains.slice(0, 1);
}

interface WayProps {
  readonly way: LinkWay;
  readonly setWay: (way: LinkWay) => void;
  readonly domains: readonly PublicDomain[];
  readonly seconds: number;
}

function Way({ way, setWay, domains, seconds }: WayProps) {
  const { t } = useTranslation('links');
  const id = useId();
  const pick = (kind: string): void => {
    if (kind === 'public') setWay({ kind, base: domains[0]?.base ?? '' });
    else if (kind === 'signed') setWay({ kind, seconds });
    else setWay({ kind: 'auto' });
  };
  return (
    <div>
      <div className={classes['label']} id={id}>
        {t('share.way')}
      </div>
      <SegmentedControl
        aria-labelledby={id}
        fullWidth
        value={way.kind}
        onChange={pick}
        data={(['auto', 'public', 'signed'] as const).map((kind) => ({ value: kind, label: t(`share.ways.${kind}`) }))}
      />
      <Text size="xs" c="dimmed" mt={6}>
        {t(`share.wayHelp.${way.kind}`)}
      </Text>
    </div>
  );
}

function Width({ width, choose }: { readonly width: number | null; readonly choose: (width: number | null) => void }) {
  const { t } = useTranslation('links');
  return (
    <Select
      label={t('share.width')}
      value={String(width ?? '')}
      onChange={(value) => choose(value === null || value === '' ? null : Number(value))}
      data={[
        { value: '', label: t('share.widthFull') },
        ...WIDTHS.map((px) => ({ value: String(px), label: t('share.widthPx', { width: formatCount(px) }) })),
      ]}
      comboboxProps={{ zIndex: LAYERS.inDialog }}
    />
  );
}

function Result({ made, single }: { readonly made: Answer<CopiedLinks>; readonly single: boolean }) {
  const { t } = useTranslation('links');
  if (made.kind === 'failed') return <FailureNotice failure={made.failure} />;
  const links = made.kind === 'ready' ? made.value : null;
  return (
    <div className={classes['result']} data-single={single}>
      <div className={classes['resultText']}>
        <div className={classes['resultTitle']}>{t(single ? 'share.result' : 'share.resultMany')}</div>
        <code className={classes['text']} data-selectable aria-label={t('share.result')}>
          {links?.text ?? ''}
        </code>
        {links === null ? (
          <p className={classes['state']}>
            <Loader size={14} aria-hidden />
            {t('share.trying')}
          </p>
        ) : (
          <State link={links.first} />
        )}
      </div>
      {single && <div className={classes['qrPlace']}>{links !== null && <QrCode text={links.first.url} />}</div>}
    </div>
  );
}

function State({ link }: { readonly link: ObjectLink }) {
  const { t } = useTranslation('links');
  switch (link.kind) {
    case 'public':
      return (
        <p className={classes['state']} data-tone="good" role="status">
          <IconCheck size={16} stroke={2} aria-hidden />
          {t('share.opens', { host: hostOfBase(link.url) })}
        </p>
      );
    case 'presigned': {
      const until = formatDateTime(link.expiresAt);
      const { instead } = link;
      return (
        <p className={classes['state']} data-tone={instead === null ? 'plain' : 'warn'} role="status">
          <IconClock size={16} stroke={1.8} aria-hidden />
          {instead === null
            ? t('share.until', { until })
            : t('share.instead', { until, reason: failureWords(instead).help })}
        </p>
      );
    }
    case 'public-unreachable':
      return (
        <p className={classes['state']} data-tone="bad" role="status">
          <IconAlertTriangle size={16} stroke={1.8} aria-hidden />
          {t('share.closed', { reason: failureSentences(link.failure) })}
        </p>
      );
  }
}
