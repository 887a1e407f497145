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
import { askDiagnosis } from '../links/requests';
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
      return <Known link={link.value} row={row} />;
    default:
      return assertNever(link);
  }
}

function Known({ link, row }: { readonly link: ObjectLink; readonly row: AssetRow }) {
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
      if (link.instead !== null) return <Closed failure={link.instead} row={row} until={link.expiresAt} />;
      return (
        <Line tone="plain" icon={<IconClock size={16} stroke={1.8} />} title={t('link.presignedHelp')}>
          {t('link.presigned')}
          <span className={classes['host']}>{t('link.until', { until: formatDateTime(link.expiresAt) })}</span>
        </Line>
      );
    case 'public-unreachable':
      return <Closed failure={link.failure} row={row} until={null} />;
    default:
      return assertNever(link);
  }
}

interface ClosedProps {
  readonly failure: Failure;
  readonly row: AssetRow;
  /** When the signed link that stands in for it ends, ms since 1970. */
  readonly until: number | null;
}

/** The public link does not open: why, and what there is instead. */
function Closed({ failure, row, until }: ClosedProps) {
  const { t } = useTranslation(['library', 'links']);
  const { view } = useLibrary();
  const { title, help } = failureWords(failure);
  return (
    <Line tone="bad" icon={<IconAlertTriangle size={16} stroke={1.8} />} title={help}>
      {failure.code === 'not-public' ? title : t('link.broken', { reason: title })}
      {until !== null && (
        <span className={classes['host']}>{t('link.signedInstead', { until: formatDateTime(until) })}</span>
      )}
      <UnstyledButton className={classes['mend'] ?? ''} onClick={() => askDiagnosis(view.connectionId, row)}>
        {t('links:menu.why')}
      </UnstyledButton>
    </Line>
  );
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
