import { Button } from '@mantine/core';
import { IconLinkOff } from '@tabler/icons-react';
import { useState } from 'react';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { LibraryView } from '../../shared/library';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import { editConnection } from '../navigation';
import { formatCount } from '../ui/format';
import { notify } from '../ui/notify';
import { useLibrary } from './library-model';
import classes from './ScanNote.module.css';

/** Over the view of files without a link: what that means here, and what can be done about it. */
export function UnlinkedLine() {
  const { t } = useTranslation('library');
  const { view, rowCount } = useLibrary();
  const { profiles } = useSlice('connections');
  const { scope, connectionId } = view;
  if (scope.kind !== 'smart' || scope.view !== 'unlinked' || rowCount === 0) return null;
  const isPublic = profiles.some(
    ({ id, publicBase, address }) => id === connectionId && (publicBase !== null || address.kind === 'sandbox'),
  );
  return (
    <div className={classes['line']}>
      <span className={classes['note']}>
        <IconLinkOff size={14} stroke={1.8} aria-hidden />
        <span className={classes['words']}>{isPublic ? t('unlinked.untried') : t('unlinked.noDomain')}</span>
      </span>
      {isPublic ? (
        <TryButton view={view} />
      ) : (
        <Button
          size="compact-xs"
          variant="light"
          className={classes['button'] ?? ''}
          onClick={() => editConnection(connectionId, 'links')}
        >
          {t('unlinked.connect')}
        </Button>
      )}
    </div>
  );
}

function TryButton({ view }: { readonly view: LibraryView }) {
  const { t } = useTranslation('library');
  const [busy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    setBusy(true);
    await tryLinks(view);
    setBusy(false);
  };
  return (
    <Button
      size="compact-xs"
      variant="light"
      className={classes['button'] ?? ''}
      loading={busy}
      onClick={() => drop(run())}
    >
      {t('unlinked.try')}
    </Button>
  );
}

async function tryLinks(view: LibraryView): Promise<void> {
  const { t } = i18next;
  const result = await ask('links.try', { selection: { kind: 'view', view, except: [] } });
  if (!result.ok) return notify.failure(result.failure);
  const { tried, opened } = result.value;
  const title = t('library:unlinked.tried', {
    count: tried,
    formatted: formatCount(tried),
    opened: formatCount(opened),
  });
  if (opened === tried) notify.good({ title });
  else notify.info({ title, text: t('library:unlinked.rest') });
}
