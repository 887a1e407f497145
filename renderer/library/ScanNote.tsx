import { Button, Loader, VisuallyHidden } from '@mantine/core';
import { IconPlayerPause, IconRefresh } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert';
import { drop } from '../../shared/drop';
import { FEW_PAGES, type PartlyRead, type ScanState } from '../../shared/library';
import { classACost } from '../../shared/prices';
import { ask } from '../bridge';
import { useFields, useSlice } from '../mirror';
import { formatCount, formatDay, formatDollars } from '../ui/format';
import { IconButton } from '../ui/IconButton';
import { notify } from '../ui/notify';
import { type LibraryFrame, useLibraryFrame } from './library-model';
import classes from './ScanNote.module.css';

/** Beside the name of the place: that it is being read, or the way to read it again. */
export function ScanNote() {
  const { t } = useTranslation('library');
  const { scan } = useFields('library', 'scan');
  return (
    <>
      {/* Its count changes many times a second: that it has begun is read out, and how it ended. */}
      <VisuallyHidden role="status">{scan.kind === 'scanning' ? t('scan.begun') : ''}</VisuallyHidden>
      <Note scan={scan} />
    </>
  );
}

function Note({ scan }: { readonly scan: ScanState }) {
  switch (scan.kind) {
    case 'never':
    case 'failed':
    case 'stopped':
      return null;
    case 'scanning':
      return isLong(scan) ? null : <Scanning scan={scan} />;
    case 'complete':
      return <ReadAgain scan={scan} />;
    default:
      return assertNever(scan);
  }
}

/** A first reading that takes long, or one that was stopped, has a line of its own: what the rest may cost, stop, go on. */
export const ScanLine = memo(function ScanLine() {
  const { scan, connectionId } = useFields('library', 'scan', 'connectionId');
  const { place } = useLibraryFrame();
  if (connectionId !== place.connectionId) return null;
  if (scan.kind === 'stopped') return <Stopped scan={scan} />;
  if (scan.kind !== 'scanning' || !isLong(scan)) return null;
  return (
    <div className={classes['line']}>
      <Scanning scan={scan} />
    </div>
  );
});

function isLong({ requests, knownAt }: PartlyRead): boolean {
  return knownAt === null && requests >= FEW_PAGES;
}

function Scanning({ scan }: { readonly scan: PartlyRead }) {
  const { t } = useTranslation('library');
  const { connectionId } = useLibraryFrame().place;
  const stop = (): void => drop(ask('library.stopScan', { connectionId }));
  return (
    <>
      <span className={classes['note']}>
        <Loader size={13} aria-hidden />
        <span className={classes['words']}>
          {t('scan.running', { count: scan.found, formatted: formatCount(scan.found) })}
        </span>
        <Price scan={scan} />
      </span>
      <Button size="compact-xs" variant="subtle" className={classes['button'] ?? ''} onClick={stop}>
        {t('scan.stop')}
      </Button>
    </>
  );
}

function Stopped({ scan }: { readonly scan: Extract<ScanState, { kind: 'stopped' }> }) {
  const { t } = useTranslation('library');
  const { connectionId } = useLibraryFrame().place;
  const counted = { count: scan.found, formatted: formatCount(scan.found) };
  return (
    <div className={classes['line']} role="status">
      <span className={classes['note']}>
        <IconPlayerPause size={14} stroke={1.8} aria-hidden />
        <span className={classes['words']}>
          {scan.by === 'size' ? t('scan.large', counted) : t('scan.stopped', counted)}
        </span>
        <Price scan={scan} />
      </span>
      <Button
        size="compact-xs"
        variant="light"
        className={classes['button'] ?? ''}
        onClick={() => drop(refresh(connectionId))}
      >
        {t('scan.goOn')}
      </Button>
    </div>
  );
}

function Price({ scan }: { readonly scan: PartlyRead }) {
  const price = usePrice(scan);
  return price === null ? null : <span className={classes['price']}>{price}</span>;
}

/** What the rest may take, once it is clear that there is a rest; null while there is nothing to say. */
function usePrice(scan: PartlyRead): string | null {
  const { t } = useTranslation('library');
  const { profiles, activeId } = useSlice('connections');
  const { left } = scan;
  if (!isLong(scan)) return null;
  if (left === null) return t('scan.rate');
  const rest = roughly(left);
  const counted = { count: rest, formatted: formatCount(rest) };
  const isR2 = profiles.find(({ id }) => id === activeId)?.address.kind === 'r2';
  return isR2 ? t('scan.price', { ...counted, cost: formatDollars(classACost(rest)) }) : t('scan.requests', counted);
}

/** An estimate does not pretend to more than two figures. */
function roughly(count: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return Math.max(1, Math.round(count / unit) * unit);
}

function ReadAgain({ scan }: { readonly scan: Extract<ScanState, { kind: 'complete' }> }) {
  const { t } = useTranslation('library');
  const { place } = useLibraryFrame();
  const when = formatDay(scan.at);
  const isFolder = place.scope.kind === 'folder' && scan.requests > FEW_PAGES;
  return (
    <IconButton
      size="sm"
      className={classes['refresh'] ?? ''}
      label={isFolder ? t('scan.refreshFolder', { when }) : t('scan.refresh', { when })}
      onClick={() => drop(isFolder ? readFolder(place) : refresh(place.connectionId))}
    >
      <IconRefresh size={15} stroke={1.8} />
    </IconButton>
  );
}

/** What is searched in it makes no difference to what is read. */
function readFolder(place: LibraryFrame['place']): Promise<unknown> {
  return ask('library.look', { view: { ...place, search: '' }, isAsked: true });
}

/** Reads the bucket again, or on. */
export async function refresh(connectionId: string): Promise<void> {
  const result = await ask('library.refresh', { connectionId });
  if (!result.ok) notify.failure(result.failure);
}
