import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notify } from '../ui/notify';

interface OneForm<T> {
  /** What the open form is about; null while none is. */
  readonly edited: T | null;
  /** Whether a form can be opened; says what is to be done first where one is open. */
  readonly isFree: () => boolean;
  readonly open: (next: T) => void;
  readonly close: () => void;
}

/** One form of a list at a time. Another does not take its place before it is saved or cancelled: what was filled in would be lost. */
export function useOneForm<T>(): OneForm<T> {
  const { t } = useTranslation('settings');
  const [edited, setEdited] = useState<T | null>(null);
  const isFree = (): boolean => {
    if (edited !== null) notify.info({ title: t('oneForm.title'), text: t('oneForm.text') });
    return edited === null;
  };
  const open = (next: T): void => {
    if (isFree()) setEdited(() => next);
  };
  return { edited, isFree, open, close: () => setEdited(null) };
}
