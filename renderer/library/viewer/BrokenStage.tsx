import { Loader } from '@mantine/core';
import { type ComponentProps, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert';
import { type Failure, failure } from '../../../shared/failure';
import type { AssetRow } from '../../../shared/library';
import { contentTypeOfName, extensionOf, isUnreadPicture } from '../../../shared/media';
import { ask } from '../../bridge';
import { failureWords } from '../../ui/failure-words';
import { useLibrary } from '../library-model';
import { useAnswer } from '../../ui/use-answer';
import { FailedStage } from './FailedStage';
import { OtherStage } from './OtherStage';
import type { Trying } from './use-tries';
import classes from './Viewer.module.css';

interface BrokenStageProps {
  readonly row: AssetRow;
  readonly trying: Trying;
  /** Why it could not be had; null where nobody said. */
  readonly cause?: Failure | null;
}

/** A file that should have shown itself and did not: out of reach just now, or, if it fails once more, not what its name says. */
export function BrokenStage({ row, trying, cause = null }: BrokenStageProps) {
  const { view } = useLibrary();
  const { assetId, name, media } = row;
  const { connectionId } = view;
  const reach = useAnswer(`${assetId}/${row.version}`, () => ask('library.details', { connectionId, assetId }), 0);
  switch (reach.kind) {
    case 'waiting':
      return <Loader color="white" />;
    case 'failed':
      return <Trouble failure={reach.failure} trying={trying} />;
    case 'ready': {
      if (isUnreadPicture(contentTypeOfName(name))) return <UnreadStage row={row} />;
      if (cause !== null && mayPass(cause)) return <Trouble failure={cause} trying={trying} />;
      if (!trying.last) return <OnceMore onceMore={trying.onceMore} />;
      if (cause !== null) return <UnreadDocument row={row} cause={cause} />;
      const code = media === 'image' ? (reach.value.noPicture ?? 'not-a-picture') : 'unsupported-media';
      return <OtherStage row={row} why={failureWords(failure(code, { name }))} />;
    }
    default:
      return assertNever(reach);
  }
}

/** What brought the decoder down is tried once more and no oftener: it would do so each time. */
function mayPass({ retry, code }: Failure): boolean {
  return retry.kind !== 'never' && code !== 'unexpected';
}

function Trouble(props: ComponentProps<typeof FailedStage>) {
  return (
    <div className={classes['trouble']}>
      <FailedStage {...props} />
    </div>
  );
}

/** What was out of reach may be back before anybody asked why. */
function OnceMore({ onceMore }: Pick<Trying, 'onceMore'>) {
  useEffect(onceMore, [onceMore]);
  return <Loader color="white" />;
}

/** A picture whose format nothing in the app reads: nothing is wrong with it. */
function UnreadStage({ row }: { readonly row: AssetRow }) {
  const { t } = useTranslation('library');
  const format = extensionOf(row.name).toUpperCase();
  return <OtherStage row={row} why={{ title: t('viewer.unread.title', { format }), help: t('viewer.unread.help') }} />;
}

/** A document of which no page can be drawn, of a kind that is drawn here otherwise. */
function UnreadDocument({ row, cause }: { readonly row: AssetRow; readonly cause: Failure }) {
  const { t } = useTranslation('library');
  const isNamed = cause.code === 'document-locked' || cause.code === 'unsupported-media';
  const unread = { title: t('viewer.unreadDocument.title'), help: t('viewer.unreadDocument.help') };
  return <OtherStage row={row} why={isNamed ? failureWords(cause) : unread} />;
}
