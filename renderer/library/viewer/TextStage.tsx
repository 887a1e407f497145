import { Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../shared/assert';
import type { AssetRow } from '../../../shared/library';
import { extensionOf } from '../../../shared/media';
import { ask } from '../../bridge';
import { FailureNotice } from '../../ui/FailureNotice';
import { useLibrary } from '../library-model';
import { useAnswer } from '../../ui/use-answer';
import classes from './Viewer.module.css';

/** A text, as text: nothing in it is run or fetched. */
export function TextStage({ row }: { readonly row: AssetRow }) {
  const { t } = useTranslation('library');
  const { view } = useLibrary();
  const { connectionId } = view;
  const { assetId } = row;
  const name = `${assetId}/${row.version}`;
  const text = useAnswer(name, () => ask('library.readText', { connectionId, assetId }), 60);
  switch (text.kind) {
    case 'waiting':
      return <Loader color="white" />;
    case 'failed':
      return (
        <div className={classes['paper']}>
          <FailureNotice failure={text.failure} />
        </div>
      );
    case 'ready':
      return (
        <div className={classes['paper']}>
          <pre className={classes['text']} data-selectable>
            {readable(row, text.value)}
          </pre>
          {text.value.truncated && <p className={classes['cut']}>{t('viewer.truncated')}</p>}
        </div>
      );
    default:
      return assertNever(text);
  }
}

/** JSON with its lines broken; everything else as it is. */
function readable(row: AssetRow, { text, truncated }: { readonly text: string; readonly truncated: boolean }): string {
  if (truncated || extensionOf(row.name) !== 'json') return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
