import i18next from 'i18next';
import { ask } from '../bridge';
import { notify } from './notify';

/** Puts what somebody who helps needs to know on the clipboard, and says so. */
export async function copyDiagnostics(): Promise<void> {
  const copied = await ask('app.copyDiagnostics', null);
  if (!copied.ok) return notify.failure(copied.failure);
  notify.good({
    title: i18next.t('common:diagnostics.copied'),
    text: i18next.t('common:diagnostics.text'),
    stays: true,
  });
}
