import i18next from 'i18next';
import { ask, bridge } from '../bridge';
import { notify } from '../ui/notify';
import { changeForm } from './form-store';

/** Lets the person choose a picture of this computer to start from. */
export async function chooseReference(): Promise<void> {
  const result = await ask('generation.chooseReference', null);
  if (!result.ok) notify.failure(result.failure);
  else if (result.value !== null) changeForm({ reference: { kind: 'file', ...result.value } });
}

/** Starts from a picture that was dropped on the form. */
export function takeDroppedReference(file: File): void {
  const path = bridge().pathOfFile(file);
  if (path === '' || !file.type.startsWith('image/'))
    return notify.info({ title: i18next.t('generate:referenceWrong') });
  changeForm({ reference: { kind: 'file', path, name: file.name } });
}
