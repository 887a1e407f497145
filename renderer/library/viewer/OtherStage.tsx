import { Button } from '@mantine/core';
import { IconDownload, IconExternalLink } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../../shared/drop';
import type { AssetRow } from '../../../shared/library';
import { extensionOf } from '../../../shared/media';
import { formatDateTime } from '../../ui/format';
import { KindIcon } from '../../ui/KindIcon';
import { download, openInBrowser } from '../actions';
import { useLibrary } from '../library-model';
import { sizeOf } from '../row-words';
import { nextSelection, NOTHING } from '../selection';
import classes from './Viewer.module.css';

interface OtherStageProps {
  readonly row: AssetRow;
  /** Why not, where it is not simply its kind. */
  readonly why?: { readonly title: string; readonly help: string };
}

/** A file that is not shown here: what it is, and where it can be seen. */
export function OtherStage({ row, why }: OtherStageProps) {
  const { t } = useTranslation(['library', 'common']);
  const { view, live } = useLibrary();
  const only = nextSelection(NOTHING, { kind: 'only', row });
  const extension = extensionOf(row.name);
  return (
    <div className={classes['other']}>
      <div className={classes['emblem']}>
        <KindIcon kind={row.media} size={56} />
        {extension !== '' && <span>{extension}</span>}
      </div>
      <p className={classes['otherTitle']}>{why?.title ?? t('viewer.notShown')}</p>
      {why !== undefined && <p className={classes['otherWhy']}>{why.help}</p>}
      <p className={classes['otherNote']}>
        {[t(`common:kind.${row.media}`), sizeOf(row), formatDateTime(row.modified)].join(' · ')}
      </p>
      {live(row) === null && (
        <div className={classes['otherActions']}>
          <Button
            variant="white"
            color="dark"
            leftSection={<IconDownload size={17} />}
            onClick={() => drop(download(only, view))}
          >
            {t('action.download')}
          </Button>
          <Button
            variant="outline"
            color="gray.4"
            leftSection={<IconExternalLink size={17} />}
            onClick={() => drop(openInBrowser(only, view))}
          >
            {t('action.openInBrowser')}
          </Button>
        </div>
      )}
    </div>
  );
}
