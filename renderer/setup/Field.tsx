import { Button, PasswordInput, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheckFilled } from '@tabler/icons-react';
import { type ClipboardEvent, type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Field.module.css';
import type { Verdict } from './verdicts';
import { useWizard } from './wizard-context';

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onType: (value: string) => void;
  readonly onPaste?: (event: ClipboardEvent<HTMLInputElement>) => void;
  readonly verdict: Verdict;
  /** What is said when the value is good. */
  readonly good?: ReactNode;
  readonly help?: ReactNode;
  readonly placeholder?: string;
  readonly secret?: boolean;
  readonly focus?: boolean;
  readonly needed?: boolean;
  /** What mends a bad value by one click. */
  readonly mend?: { readonly label: string; readonly run: () => void } | undefined;
}

/** The verdict as it is shown: a field that is needed counts as bad only once Next was tried in vain. */
function useShown(verdict: Verdict, needed: boolean): Verdict {
  const { tried, page } = useWizard().state;
  if (verdict.kind === 'empty' && needed && tried === page) return { kind: 'bad', problem: 'needed', length: 0 };
  return verdict;
}

function VerdictLine({
  verdict,
  good,
  help,
}: {
  readonly verdict: Verdict;
  readonly good: ReactNode;
  readonly help: ReactNode;
}) {
  const { t } = useTranslation('setup');
  switch (verdict.kind) {
    case 'empty':
      return help;
    case 'good':
      return good ?? help;
    case 'odd':
    case 'bad':
      return (
        <>
          <IconAlertTriangle size={15} aria-hidden />{' '}
          <span>{t(`problem.${verdict.problem}`, { length: verdict.length })}</span>
        </>
      );
  }
}

/** A text field with what the app makes of it, said as it is typed. */
export function Field(props: FieldProps) {
  const { label, value, onType, onPaste, verdict, good = null, help = null, placeholder = '', needed = false } = props;
  const id = useId();
  const shown = useShown(verdict, needed);
  const common = {
    label,
    value,
    placeholder,
    size: 'md' as const,
    autoComplete: 'off',
    autoCapitalize: 'off',
    spellCheck: false,
    'aria-invalid': shown.kind === 'bad',
    withErrorStyles: false,
    classNames: { wrapper: classes['wrapper'] ?? '' },
    'aria-describedby': id,
    ...(onPaste === undefined ? {} : { onPaste }),
    ...(props.focus === true ? { 'data-autofocus': true } : {}),
    ...(shown.kind === 'bad' ? { error: true } : {}),
  };
  const check = shown.kind === 'good' && value !== '' && (
    <IconCircleCheckFilled size={18} className={classes['good']} aria-hidden />
  );
  return (
    <div className={classes['box']} data-kind={shown.kind}>
      {props.secret === true ? (
        <PasswordInput {...common} onChange={(event) => onType(event.currentTarget.value)} />
      ) : (
        <TextInput {...common} rightSection={check} onChange={(event) => onType(event.currentTarget.value)} />
      )}
      <div className={classes['line']} id={id} data-kind={shown.kind} aria-live="polite">
        <VerdictLine verdict={shown} good={good} help={help} />
        {props.mend !== undefined && (
          <Button size="compact-xs" variant="light" onClick={props.mend.run}>
            {props.mend.label}
          </Button>
        )}
      </div>
    </div>
  );
}
