import i18next from 'i18next';
import { useEffect } from 'react';
import { assertNever } from '../../shared/assert';
import { drop } from '../../shared/drop';
import type { Notice } from '../../shared/state';
import { tellCopied } from '../links/copy-links';
import { onNotice } from '../mirror';
import { notify } from '../ui/notify';
import { followLink } from './follow-link';
import { obey } from './obey';

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
