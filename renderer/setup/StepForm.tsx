import { Button } from '@mantine/core';
import { type ReactNode, type SubmitEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './StepForm.module.css';
import { useWizard } from './wizard-context';

interface StepFormProps {
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
  /** Beside the question: how to come by the answer. */
  readonly help?: ReactNode;
  /** In place of Next. */
  readonly forward?: ReactNode;
}

/** One question: Enter is Next, the first field has the focus, and Next in vain goes to what stopped it. */
export function StepForm({ title, lead, children, help, forward }: StepFormProps) {
  const { t } = useTranslation('setup');
  const { state, send, editing } = useWizard();
  const form = useRef<HTMLFormElement>(null);
  const inVain = state.tried === state.page;
  useEffect(() => {
    const invalid = inVain ? form.current?.querySelector<HTMLElement>('[aria-invalid="true"]') : null;
    (invalid ?? form.current?.querySelector<HTMLElement>('[data-autofocus]'))?.focus();
  }, [inVain]);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    send({ kind: 'next' });
  };
  return (
    <div className={classes['columns']} data-alone={help === undefined}>
      <form ref={form} className={classes['form']} onSubmit={submit} noValidate>
        <h1 className={classes['title']}>{title}</h1>
        <p className={classes['lead']}>{lead}</p>
        <div className={classes['fields']}>{children}</div>
        <div className={classes['foot']}>
          {state.page !== 'done' && (editing === null || state.page !== 'account') && (
            <Button variant="subtle" color="gray" size="md" onClick={() => send({ kind: 'back' })}>
              {t('back')}
            </Button>
          )}
          <span className={classes['space']} />
          {forward ?? (
            <Button type="submit" size="md" miw={104}>
              {t('next')}
            </Button>
          )}
        </div>
      </form>
      {help !== undefined && <aside className={classes['help']}>{help}</aside>}
    </div>
  );
}
