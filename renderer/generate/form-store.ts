import { useSyncExternalStore } from 'react';
import { readSlice } from '../mirror';
import { readNavigation } from '../navigation';
import { createStore } from '../ui/store';
import { filledFrom, type FormState, startingForm, withReference } from './form-state';
import { filledFromFound } from './found-settings';

/** The form lives here, so that it is as it was left after a look at another screen. */
const store = createStore<FormState | null>(null);
let lastToken = 0;
let bucket: string | null = null;

/** The form as it stands now, for handlers. */
export function readForm(): FormState {
  const known = store.read();
  if (known !== null) return known;
  const { providers, tasks } = readSlice('generation');
  const form = startingForm(providers, tasks);
  store.set(form);
  return form;
}

/** The form; renders again when it changes. */
export function useForm(): FormState {
  return useSyncExternalStore(store.subscribe, readForm);
}

export function setForm(form: FormState): void {
  store.set(form);
}

export function changeForm(patch: Partial<FormState>): void {
  setForm({ ...readForm(), ...patch });
}

/** Another bucket does not have the picture that was to be started from; one of this computer stays. */
export function takeBucket(connectionId: string | null): void {
  if (connectionId !== bucket && readForm().reference?.kind === 'asset') changeForm({ reference: null });
  bucket = connectionId;
}

/** Fills the form with what another screen asked for, each time it asks once. */
export function takeRequest(): void {
  const { generateFrom, reference } = readNavigation();
  if (generateFrom !== null && generateFrom.token > lastToken) {
    lastToken = generateFrom.token;
    const { from } = generateFrom;
    if (from.kind === 'made') setForm(filledFrom(readForm(), from.facts));
    else setForm(filledFromFound(readForm(), from.found, readSlice('generation').providers));
  }
  if (reference !== null && reference.token > lastToken) {
    lastToken = reference.token;
    const { assetId, name } = reference;
    setForm(withReference(readForm(), { kind: 'asset', assetId, name }, readSlice('generation').providers));
  }
}
