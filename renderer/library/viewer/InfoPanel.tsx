import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssetRow } from '../../../shared/library';
import { AssetFacts } from '../AssetFacts';
import { FolderLine, LinkState } from '../AssetInspector';
import { useLibrary } from '../library-model';
import classes from './Viewer.module.css';

/** What the inspector tells of a file, beside it. */
export function InfoPanel({ row }: { readonly row: AssetRow | null }) {
  const { t } = useTranslation('library');
  const { live } = useLibrary();
  const transfer = row === null ? null : live(row);
  return (
    <aside className={classes['info']} aria-label={t('viewer.info')} data-info>
      {row !== null && (
        <Fragment key={row.assetId}>
          <FolderLine row={row} />
          <LinkState row={row} transfer={transfer} />
          <AssetFacts row={row} arrived={transfer === null} />
        </Fragment>
      )}
    </aside>
  );
}
