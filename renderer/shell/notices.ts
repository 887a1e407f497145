import i18next from 'i18next';
import { useEffect } from 'react';
import { assertNever } from '../../shared/assert';
import { drop } from '../../shared/drop';
import type { MenuCommand, Notice } from '../../shared/state';
import { tellCopied } from '../links/copy-links';
import { onNotice } from '../mirror';
import { focusSearch, navigate, openSetup } from '../navigation';
import { copyDiagnostics } from '../ui/diagnostics';
import { notify } from '../ui/notify';
import { pickAndUpload } from '../ui/upload';
import { followLink } from './follow-link';

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
    case 'copy-diagnostics':
      return drop(copyDiagnostics());
    default:
      assertNever(command);
  }
}

function hear(notice: Notice): void {
  switch (notice.kind) {
    case 'menu':
      return obey(notice.command);
    case 'links-copied':
      return tellCopied(notice.links);
    case 'open-link':
      return drop(followLink(notice.link));
    case 'failure':
      return notify.failure(notice.failure);
    case 'page-recovered':
      return notify.info({
        title: i18next.t('common:recovered.title'),
        text: i18next.t('common:recovered.text'),
        stays: true,
      });
    default:
      assertNever(notice);
  }
}

/** Hears the menu, and the failures that have no place of their own. */
export function useNotices(): void {
  useEffect(() => onNotice(hear), []);
}
