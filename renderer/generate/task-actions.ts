import i18next from 'i18next';
import type { CommandInput, CommandName } from '../../shared/contract';
import type { GenerationInput, GenerationTask } from '../../shared/generation';
import { ask } from '../bridge';
import { copyLinks } from '../links/copy-links';
import { readSlice } from '../mirror';
import { confirm } from '../ui/confirm';
import { notify } from '../ui/notify';
import { formatCount } from '../ui/format';
import { readMay, tellReadOnly } from '../ui/rights';
import { filledFromTask } from './form-state';
import { changeForm, readForm, setForm } from './form-store';
import { forgettable, isKept, isResumable, isUnderWay, retriable } from './results';

/** Sends a command whose answer is only whether it worked; tells when it did not. */
export async function order<N extends CommandName>(name: N, input: CommandInput<N>): Promise<boolean> {
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

/** Takes one off the list; asks first where its picture is nowhere else, or at its service only. */
export async function forgetTask(task: GenerationTask): Promise<void> {
  const { t } = i18next;
  const question = {
    title: t('generate:forgetKept'),
    text: t(isKept(task) ? 'generate:forgetKeptText' : 'generate:forgetResumableText'),
    confirm: t('generate:forget'),
    danger: true,
  };
  if ((isKept(task) || isResumable(task)) && !(await confirm(question))) return;
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

/** Puts the seed of a picture into the form, and nothing else. */
export function takeSeedOf({ facts }: GenerationTask): void {
  if (facts.seed !== null) changeForm({ seed: String(facts.seed) });
}

/** Makes a task once more, with its own seed or (a variation) a new one. Where its model is gone, its settings are put into the form. */
export async function runAgain(task: GenerationTask, seed: 'same' | 'new'): Promise<void> {
  const { facts, connectionId, size, reference, id } = task;
  // Made and paid for, it could not be stored.
  if (!readMay(connectionId).write) return tellReadOnly(connectionId);
  const provider = readSlice('generation').providers.find((one) => one.id === facts.provider);
  if (provider?.models.some((model) => model.id === facts.model) !== true) return takeSettingsOf(task);
  const { createdAt: _, ...settings } = facts;
  const started = await startGenerating({
    ...settings,
    connectionId,
    size,
    seed: seed === 'new' ? null : facts.seed,
    reference: reference === null ? null : { kind: 'task', taskId: id },
    count: 1,
  });
  if (started) notify.good({ title: i18next.t('generate:started'), text: facts.prompt });
}

/** Cancels all that is under way, after asking. */
export async function cancelAll(tasks: readonly GenerationTask[]): Promise<void> {
  const { t } = i18next;
  const taskIds = tasks.filter(isUnderWay).map(({ id }) => id);
  const count = { count: taskIds.length, formatted: formatCount(taskIds.length) };
  const question = {
    title: t('generate:cancelAllTitle', count),
    text: t('generate:cancelAllHelp'),
    confirm: t('generate:cancelAllNow'),
    cancel: t('generate:goOn'),
    danger: true,
  };
  if (await confirm(question)) await order('generation.cancelAll', { taskIds });
}

/** Tries all again that failed and may work now. */
export function retryAll(tasks: readonly GenerationTask[]): Promise<boolean> {
  return order('generation.retryAll', { taskIds: retriable(tasks).map(({ id }) => id) });
}

/** Makes a waiting task the next one. */
export function moveFirst({ id }: GenerationTask): Promise<boolean> {
  return order('generation.first', { taskId: id });
}

/** Puts the link of a picture on the clipboard and says what it is good for. */
export async function copyLink({ connectionId, assetId }: GenerationTask): Promise<boolean> {
  const selection = { kind: 'assets', connectionId, assetIds: [assetId] } as const;
  return copyLinks([selection]);
}
