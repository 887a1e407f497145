import { useEffect } from 'react';
import { assertNever } from '../../shared/assert';
import { drop } from '../../shared/drop';
import type { MenuCommand, Notice } from '../../shared/state';
import { tellCopied } from '../links/copy-links';
import { onNotice } from '../mirror';
import { focusSearch, navigate, openSetup } from '../navigation';
import { notify } from '../ui/notify';
import { pickAndUpload } from '../ui/upload';

/** Does what the application menu asks. */
function obey(command: MenuCommand): void {
  switch (command) {
    case 'open-library':
      return navigate('library');
    case 'open-generate':
      return navigate('generate');
    case 'open-transfers':
      return navigate('transfers');
    case 'open-usage':
      return navigate('usage');
    case 'open-settings':
      return navigate('settings');
    case 'find':
      return focusSearch();
    case 'upload-files':
      return drop(pickAndUpload('files'));
    case 'upload-folder':
      return drop(pickAndUpload('folder'));
    case 'new-connection':
      return openSetup();
    default:
      assertNever(command);
  }
}

function hear(notice: Notice): void {
  if (notice.kind === 'menu') obey(notice.command);
  else if (notice.kind === 'links-copied') tellCopied(notice.links);
  else notify.failure(notice.failure);
}

/** Hears the menu, and the failures that have no place of their own. */
export function useNotices(): void {
  useEffect(() => onNotice(hear), []);
}
