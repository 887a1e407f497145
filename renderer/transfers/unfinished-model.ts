import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import type { Failure } from '../../shared/failure';
import type { UnfinishedUpload, UnfinishedUploads } from '../../shared/unfinished';
import { ask } from '../bridge';
import { confirm } from '../ui/confirm';
import { formatCount } from '../ui/format';
import { notify } from '../ui/notify';

export type UnfinishedKnowledge =
  | { readonly kind: 'reading' }
  | { readonly kind: 'there'; readonly found: UnfinishedUploads }
  | { readonly kind: 'failed'; readonly failure: Failure };

const DAY = 86_400_000;

/** Those of other programs that are at least so many days old; 0 for all of them. */
export function oldOnes(uploads: readonly UnfinishedUpload[], days: number, now: number): readonly UnfinishedUpload[] {
  return uploads.filter(({ owner, begunAt }) => owner === 'other' && now - begunAt >= days * DAY);
}

/** The begun uploads of a connection's bucket, and what can be done about them. */
export function useUnfinished(connectionId: string): {
  readonly knowledge: UnfinishedKnowledge;
  readonly read: () => void;
  readonly abort: (uploads: readonly UnfinishedUpload[]) => void;
} {
  const { t } = useTranslation('transfers');
  const [knowledge, setKnowledge] = useState<UnfinishedKnowledge>({ kind: 'reading' });
  const readNow = useCallback(async (): Promise<void> => {
    const result = await ask('transfers.unfinished', { connectionId });
    setKnowledge(result.ok ? { kind: 'there', found: result.value } : { kind: 'failed', failure: result.failure });
  }, [connectionId]);
  useEffect(() => drop(readNow()), [readNow]);

  async function abortAfterAsking(uploads: readonly UnfinishedUpload[]): Promise<void> {
    const counted = (count: number) => ({ count, formatted: formatCount(count) });
    const title = t('unfinished.sure', counted(uploads.length));
    const question = { title, text: t('unfinished.sureText'), confirm: t('unfinished.abort'), danger: true };
    if (!(await confirm(question))) return;
    const named = uploads.map(({ key, uploadId }) => ({ key, uploadId }));
    const result = await ask('transfers.abortUnfinished', { connectionId, uploads: named });
    if (!result.ok) notify.failure(result.failure);
    else if (result.value.failed > 0) notify.bad({ title: t('unfinished.abortedNot', counted(result.value.failed)) });
    else notify.good({ title: t('unfinished.aborted', counted(result.value.aborted)) });
    await readNow();
  }

  return {
    knowledge,
    read: () => {
      setKnowledge({ kind: 'reading' });
      drop(readNow());
    },
    abort: (uploads) => drop(abortAfterAsking(uploads)),
  };
}
