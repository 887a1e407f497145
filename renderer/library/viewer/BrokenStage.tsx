import { Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert';
import { failure } from '../../../shared/failure';
import type { AssetRow } from '../../../shared/library';
import { contentTypeOfName, extensionOf, isUnreadPicture } from '../../../shared/media';
import { ask } from '../../bridge';
import { FailureNotice } from '../../ui/FailureNotice';
import { failureWords } from '../../ui/failure-words';
import { useLibrary } from '../library-model';
import { useAnswer } from '../../ui/use-answer';
import { OtherStage } from './OtherStage';
import classes from './Viewer.module.css';

/** A file that should have shown itself and did not: out of reach just now, or not what its name says. */
export function BrokenStage({ row }: { readonly row: AssetRow }) {
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
          <FailureNotice failure={reach.failure} />
        </div>
      );
    case 'ready': {
      if (isUnreadPicture(contentTypeOfName(name))) return <UnreadStage row={row} />;
      const code = media === 'image' ? 'not-a-picture' : 'unsupported-media';
      return <OtherStage row={row} why={failureWords(failure(code, { name }))} />;
    }
    default:
      return assertNever(reach);
  }
}

/** A picture whose format nothing in the app reads: nothing is wrong with it. */
function UnreadStage({ row }: { readonly row: AssetRow }) {
  const { t } = useTranslation('library');
  const format = extensionOf(row.name).toUpperCase();
  return <OtherStage row={row} why={{ title: t('viewer.unread.title', { format }), help: t('viewer.unread.help') }} />;
}
