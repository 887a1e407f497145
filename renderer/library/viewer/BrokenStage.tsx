import { Loader } from '@mantine/core';
import { assertNever } from '../../../shared/assert';
import { failure } from '../../../shared/failure';
import type { AssetRow } from '../../../shared/library';
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
      const code = media === 'image' ? 'not-a-picture' : 'unsupported-media';
      return <OtherStage row={row} why={failureWords(failure(code, { name }))} />;
    }
    default:
      return assertNever(reach);
  }
}
