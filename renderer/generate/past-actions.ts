import i18next from 'i18next';
import type { PastPrompt } from '../../shared/past-prompts';
import { readSlice } from '../mirror';
import { openSetup } from '../navigation';
import { confirm } from '../ui/confirm';
import { notify } from '../ui/notify';
import { readMay, tellReadOnly } from '../ui/rights';
import { inputOf } from './form-input';
import { choiceOf, filledFromPast } from './form-state';
import { readForm, setForm } from './form-store';
import { order, startGenerating } from './task-actions';

/** Puts a prompt and its settings into the form, with the seed of then or a new one. */
export function recall(past: PastPrompt, seed: 'same' | 'new'): void {
  setForm(filledFromPast(readForm(), past, seed, readSlice('generation').providers));
}

/** Asks for the same again, for the bucket on show. Where its model is gone it only fills the form. */
export async function askAgain(past: PastPrompt, seed: 'same' | 'new'): Promise<void> {
  const { activeId } = readSlice('connections');
  if (activeId === null) return openSetup();
  if (!readMay().write) return tellReadOnly();
  const { providers } = readSlice('generation');
  const form = filledFromPast({ ...readForm(), reference: null }, past, seed, providers);
  const choice = choiceOf(form, providers);
  const isSame = choice?.provider.id === past.settings.provider && choice.model.id === past.settings.model;
  const input = isSame ? inputOf(form, choice, activeId) : null;
  if (input === null) return setForm(form);
  if (await startGenerating(input)) notify.good({ title: i18next.t('generate:started'), text: past.prompt });
}

/** Forgets one prompt at once: it can be typed again. */
export function forgetPrompt({ id }: PastPrompt): Promise<boolean> {
  return order('generation.forgetPrompts', { which: [id] });
}

/** Forgets all prompts, after asking. */
export async function forgetAllPrompts(): Promise<void> {
  const { t } = i18next;
  const question = {
    title: t('generate:pastForgetAllTitle'),
    text: t('generate:pastForgetAllHelp'),
    confirm: t('generate:pastForgetAll'),
    danger: true,
  };
  if (await confirm(question)) await order('generation.forgetPrompts', { which: 'all' });
}
