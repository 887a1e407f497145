import { Loader } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert';
import { failure } from '../../../shared/failure';
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
}

/** A file that should have shown itself and did not: out of reach just now, or, if it fails once more, not what its name says. */
export function BrokenStage({ row, trying }: BrokenStageProps) {
  const { view } = useLibrary();
  const { assetId, name, media } = row;
  const { connectionId } = view;
  const reach = useAnswer(`${assetId}/${row.version}`, () => ask('library.details', { connectionId, assetId }), 0);
  switch (reach.kind) {
    case 'waiting':
      return <Loader color="white" />;
    case 'failed':
      return (
        <div className={classes['trouble']}>
          <FailedStage failure={reach.failure} trying={trying} />
        </div>
      );
    case 'ready': {
      if (isUnreadPicture(contentTypeOfName(name))) return <UnreadStage row={row} />;
      if (!trying.last) return <OnceMore onceMore={trying.onceMore} />;
      const code = media === 'image' ? (reach.value.noPicture ?? 'not-a-picture') : 'unsupported-media';
      return <OtherStage row={row} why={failureWords(failure(code, { name }))} />;
    }
    default:
      return assertNever(reach);
  }
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
