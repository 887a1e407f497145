import { type DragEvent, type KeyboardEvent, type RefObject, type SyntheticEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { shortcutIn } from '../../shared/shortcuts';
import { useSlice } from '../mirror';
import { openSetup } from '../navigation';
import { takesFilesItself } from '../ui/drop-folder';
import { pressOf } from '../ui/press';
import { readMay, tellReadOnly } from '../ui/rights';
import { inputOf } from './form-input';
import { choiceOf, providerOf } from './form-state';
import { readForm, useForm } from './form-store';
import { ModelFields } from './ModelFields';
import { MoreFields } from './MoreFields';
import { orderOnce } from './ordering';
import { PresetMenu } from './PresetMenu';
import { PromptField } from './PromptField';
import { PromptIdeas } from './PromptIdeas';
import { ProviderField } from './ProviderField';
import { takeDroppedReference } from './reference-actions';
import { SubmitButton } from './SubmitButton';
import { TargetLine } from './TargetLine';
import classes from './GenerateForm.module.css';

/** The left column: the prompt, what the chosen provider can do with it, and the one button. */
export function GenerateForm() {
  const { t } = useTranslation('generate');
  const { providers } = useSlice('generation');
  const form = useForm();
  const prompt = useRef<HTMLTextAreaElement>(null);
  const { generate, tried } = useGenerate(prompt);
  const provider = providerOf(form, providers);
  const choice = choiceOf(form, providers);
  const ready = choice !== null && choice.provider.status === 'ready';
  const { over, ...takesFiles } = useFileDrop(ready && choice.model.reference);
  const onKey = (event: KeyboardEvent): void => {
    if (shortcutIn('generate', pressOf(event)) !== 'generate' || event.nativeEvent.isComposing) return;
    if (!isOfForm(event)) return;
    event.preventDefault();
    generate();
  };
  return (
    <form
      className={classes['form']}
      onKeyDown={onKey}
      onSubmit={(event) => {
        event.preventDefault();
        if (isOfForm(event)) generate();
      }}
      noValidate
      {...takesFiles}
    >
      <div className={classes['fields']}>
        <div className={classes['head']}>
          <h1 className={classes['title']}>{t('title')}</h1>
          {ready && <PresetMenu choice={choice} />}
        </div>
        <PromptField field={prompt} choice={choice} tried={tried} />
        {provider !== null && <ProviderField provider={provider} />}
        {ready && <ModelFields choice={choice} dropping={over} />}
        {ready && <MoreFields choice={choice} />}
        <TargetLine />
        <PromptIdeas onPick={() => prompt.current?.focus()} />
      </div>
      <div className={classes['foot']}>
        <SubmitButton provider={provider} choice={choice} />
      </div>
    </form>
  );
}

/** False for what happens in a dialog: to React it is a child of the form, on the page it is not. */
function isOfForm({ currentTarget, target }: SyntheticEvent): boolean {
  return target instanceof Node && currentTarget.contains(target);
}

/** Sends the form; where it cannot be sent yet it leads to what is missing. */
function useGenerate(prompt: RefObject<HTMLTextAreaElement | null>) {
  const { providers } = useSlice('generation');
  const { activeId } = useSlice('connections');
  const [tried, setTried] = useState(false);
  const generate = (): void => {
    if (activeId === null) return openSetup();
    if (!readMay().write) return tellReadOnly();
    const form = readForm();
    const choice = choiceOf(form, providers);
    const input = choice === null ? null : inputOf(form, choice, activeId);
    setTried(input === null);
    if (input === null) return focusFirstWrong(prompt.current);
    drop(orderOnce(input));
  };
  return { generate, tried };
}

/** The first field that says that it is wrong; the prompt where none does yet. */
function focusFirstWrong(prompt: HTMLTextAreaElement | null): void {
  const wrong = prompt?.form?.querySelector<HTMLElement>('[aria-invalid="true"]') ?? prompt;
  wrong?.focus();
}

/** A picture that is dropped on the form is one to start from, where the model takes one. */
function useFileDrop(takes: boolean) {
  const [over, setOver] = useState(false);
  if (!takes) return { over: false };
  return {
    over,
    ...takesFilesItself,
    onDragEnter: (event: DragEvent) => setOver(isOfForm(event) && event.dataTransfer.types.includes('Files')),
    onDragLeave: (event: DragEvent) => {
      const next = event.relatedTarget;
      if (!(next instanceof Node) || !event.currentTarget.contains(next)) setOver(false);
    },
    onDrop: (event: DragEvent) => {
      setOver(false);
      const [file] = event.dataTransfer.files;
      if (file !== undefined && isOfForm(event)) takeDroppedReference(file);
    },
  };
}
