import i18next from 'i18next';
import { assertNever } from '../../shared/assert';
import type { LibrarySelection } from '../../shared/library';
import type { CopiedLinks, LinkWish, ObjectLink } from '../../shared/link';
import { hostOfBase } from '../../shared/links';
import { ask } from '../bridge';
import { failureSentences, failureWords } from '../ui/failure-words';
import { formatCount, formatDateTime } from '../ui/format';
import { notify } from '../ui/notify';

const counted = (count: number) => ({ count, formatted: formatCount(count) });

/** Puts links on the clipboard and says what they are good for; without a wish as the settings say. True when they are there. */
export async function copyLinks(
  selections: readonly LibrarySelection[],
  wish: LinkWish | null = null,
): Promise<boolean> {
  const result = await ask('links.copy', { selections, wish });
  if (result.ok) tellCopied(result.value);
  else notify.failure(result.failure);
  return result.ok;
}

/** Says what links on the clipboard are good for. */
export function tellCopied(links: CopiedLinks): void {
  const { copied, first, unreachable } = links;
  if (copied === 1) return tellOne(first);
  const { t } = i18next;
  const title = t('links:copied.title', counted(copied));
  if (unreachable > 0) return notify.bad({ title, text: t('links:copied.someUnreachable', counted(unreachable)) });
  notify.good({ title, text: wordsOfMany(links) });
}

function wordsOfMany({ copied, signed, first, until }: CopiedLinks): string {
  const { t } = i18next;
  if (signed > 0 && signed < copied)
    return t('links:copied.someSigned', { ...counted(signed), until: formatDateTime(until ?? 0) });
  return signed > 0
    ? t('links:copied.manySigned', { until: formatDateTime(until ?? 0) })
    : t('links:copied.manyPublic', { host: hostOfBase(first.url) });
}

function tellOne(link: ObjectLink): void {
  const { t } = i18next;
  const title = t('links:copied.title', counted(1));
  switch (link.kind) {
    case 'public':
      return notify.good({ title, text: t('links:copied.public', { host: hostOfBase(link.url) }) });
    case 'presigned': {
      const until = formatDateTime(link.expiresAt);
      if (link.instead === null) return notify.good({ title, text: t('links:copied.signed', { until }) });
      const reason = failureWords(link.instead).help;
      return notify.info({ title, text: t('links:copied.instead', { until, reason }) });
    }
    case 'public-unreachable':
      return notify.bad({ title: t('links:copied.unreachable'), text: failureSentences(link.failure) });
    default:
      assertNever(link);
  }
}
