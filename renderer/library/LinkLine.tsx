import { Loader, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconClock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert';
import type { Failure } from '../../shared/failure';
import type { AssetRow } from '../../shared/library';
import type { ObjectLink } from '../../shared/link';
import { hostOfBase } from '../../shared/links';
import { ask } from '../bridge';
import { failureHandler } from '../ui/failure-action';
import { failureWords } from '../ui/failure-words';
import { formatDateTime } from '../ui/format';
import { useLibrary } from './library-model';
import { useAnswer } from '../ui/use-answer';
import classes from './Inspector.module.css';

/** Whether a file's link opens: tried, not guessed. */
export function LinkLine({ row }: { readonly row: AssetRow }) {
  const { t } = useTranslation('library');
  const { view } = useLibrary();
  const { connectionId } = view;
  const { assetId } = row;
  const link = useAnswer(`${assetId}/${row.version}`, () => ask('links.of', { connectionId, assetId }), 250);
  switch (link.kind) {
    case 'waiting':
      return (
        <p className={classes['link']}>
          <Loader size={14} aria-hidden />
          {t('link.trying')}
        </p>
      );
    case 'failed':
      return <Broken failure={link.failure} />;
    case 'ready':
      return <Known link={link.value} />;
    default:
      return assertNever(link);
  }
}

function Known({ link }: { readonly link: ObjectLink }) {
  const { t } = useTranslation('library');
  switch (link.kind) {
    case 'public':
      return (
        <Line tone="good" icon={<IconCheck size={16} stroke={2} />} title={link.url}>
          {t('link.public')}
          <span className={classes['host']}>{hostOfBase(link.url)}</span>
        </Line>
      );
    case 'presigned':
      return (
        <Line tone="plain" icon={<IconClock size={16} stroke={1.8} />} title={t('link.presignedHelp')}>
          {t('link.presigned')}
          <span className={classes['host']}>{t('link.until', { until: formatDateTime(link.expiresAt) })}</span>
        </Line>
      );
    case 'public-unreachable':
      return <Broken failure={link.failure} />;
    default:
      return assertNever(link);
  }
}

function Broken({ failure }: { readonly failure: Failure }) {
  const { t } = useTranslation(['common', 'library']);
  const { title, help } = failureWords(failure);
  const mend = failureHandler(failure, {});
  return (
    <Line tone="bad" icon={<IconAlertTriangle size={16} stroke={1.8} />} title={help}>
      {t('library:link.broken', { reason: title })}
      {mend !== null && failure.action !== 'none' && (
        <UnstyledButton className={classes['mend'] ?? ''} onClick={mend}>
          {t(`action.${failure.action}`)}
        </UnstyledButton>
      )}
    </Line>
  );
}

interface LineProps {
  readonly tone: 'good' | 'plain' | 'bad';
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
}

function Line({ tone, icon, title, children }: LineProps) {
  return (
    <p className={classes['link']} data-tone={tone} title={title}>
      {icon}
      <span>{children}</span>
    </p>
  );
}
