import i18next from 'i18next';
import type { CommandInput, CommandName } from '../../shared/contract';
import type { GenerationInput, GenerationTask } from '../../shared/generation';
import { ask } from '../bridge';
import { copyLinks } from '../links/copy-links';
import { readSlice } from '../mirror';
import { confirm } from '../ui/confirm';
import { notify } from '../ui/notify';
import { choiceOf, filledFromTask } from './form-state';
import { readForm, setForm } from './form-store';
import { forgettable, isKept } from './results';

/** Sends a command whose answer is only whether it worked; tells when it did not. */
async function order<N extends CommandName>(name: N, input: CommandInput<N>): Promise<boolean> {
  const result = await ask(name, input);
  if (!result.ok) notify.failure(result.failure);
  return result.ok;
}

/** Has pictures made; true when they are on the list. */
export function startGenerating(input: GenerationInput): Promise<boolean> {
  return order('generation.start', input);
}

export function cancelTask({ id }: GenerationTask): Promise<boolean> {
  return order('generation.cancel', { taskId: id });
}

export function retryTask({ id }: GenerationTask): Promise<boolean> {
  return order('generation.retry', { taskId: id });
}

/** Takes one off the list; asks first where its picture is nowhere else. */
export async function forgetTask(task: GenerationTask): Promise<void> {
  const { t } = i18next;
  const question = {
    title: t('generate:forgetKept'),
    text: t('generate:forgetKeptText'),
    confirm: t('generate:forget'),
    danger: true,
  };
  if (isKept(task) && !(await confirm(question))) return;
  await order('generation.forget', { taskIds: [task.id] });
}

/** Takes all that is finished off the list, after asking. */
export async function forgetAll(tasks: readonly GenerationTask[]): Promise<void> {
  const { t } = i18next;
  const question = {
    title: t('generate:forgetAllTitle'),
    text: t('generate:forgetAllHelp'),
    confirm: t('generate:forgetAll'),
  };
  if (!(await confirm(question))) return;
  await order('generation.forget', { taskIds: forgettable(tasks).map(({ id }) => id) });
}

/** Puts all that a picture was made with into the form. */
export function takeSettingsOf(task: GenerationTask): void {
  setForm(filledFromTask(readForm(), task, readSlice('generation').providers));
}

/** Another picture with the same settings and a new seed. Where its model is gone, its settings are put into the form. */
export async function runAgain(task: GenerationTask): Promise<void> {
  const { facts, connectionId, size } = task;
  const form = filledFromTask(readForm(), task, readSlice('generation').providers);
  const choice = choiceOf(form, readSlice('generation').providers);
  if (choice === null || choice.provider.id !== facts.provider || choice.model.id !== facts.model) return setForm(form);
  const { createdAt: _, ...settings } = facts;
  const started = await startGenerating({ ...settings, connectionId, size, reference: null, seed: null, count: 1 });
  if (started) notify.good({ title: i18next.t('generate:started'), text: facts.prompt });
}

/** Puts the link of a picture on the clipboard and says what it is good for. */
export async function copyLink({ connectionId, assetId }: GenerationTask): Promise<boolean> {
  const selection = { kind: 'assets', connectionId, assetIds: [assetId] } as const;
  return copyLinks([selection]);
}
