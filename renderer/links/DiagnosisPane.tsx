import { Button, Group, Loader, Text, TextInput, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { originOfPage } from '../../shared/cors';
import {
  actionOfCause,
  DIAGNOSIS_STEPS,
  stepOfCause,
  type Diagnosis,
  type DiagnosisStep,
} from '../../shared/diagnosis';
import { drop } from '../../shared/drop';
import { ask } from '../bridge';
import { FailureNotice } from '../ui/FailureNotice';
import { formatDuration } from '../ui/format';
import { MiddleTruncate } from '../ui/MiddleTruncate';
import { useAnswer } from '../ui/use-answer';
import { mend } from './mend';
import type { LinkRequest } from './requests';
import classes from './Links.module.css';

type DiagnosisRequest = Extract<LinkRequest, { kind: 'diagnosis' }>;

interface PaneProps {
  readonly request: DiagnosisRequest;
  readonly close: () => void;
}

/** Looks into why a link does not open, and offers the one thing that helps. */
export function DiagnosisPane({ request, close }: PaneProps) {
  const { t } = useTranslation('links');
  const { connectionId, row } = request;
  const [origin, setOrigin] = useState<string | null>(null);
  const [times, setTimes] = useState(1);
  const name = `${times} ${origin ?? ''}`;
  const found = useAnswer(name, () => ask('links.diagnose', { connectionId, assetId: row.assetId, origin }), 0);
  const again = (): void => setTimes((before) => before + 1);
  // A website is asked for again also where it is the one asked for before.
  const askFor = (website: string): void => {
    setOrigin(website);
    again();
  };
  return (
    <>
      <Text fw={560} component="div">
        <MiddleTruncate text={row.name} tail={14} />
      </Text>
      {found.kind === 'failed' && <FailureNotice failure={found.failure} />}
      {found.kind === 'waiting' && (
        <p className={classes['looking']}>
          <Loader size={18} aria-hidden />
          {t('diagnosis.looking')}
        </p>
      )}
      {found.kind === 'ready' && (
        <>
          <Verdict request={request} diagnosis={found.value} origin={origin} again={again} close={close} />
          <Steps diagnosis={found.value} origin={origin} />
          <Foot ask={askFor} again={again} />
        </>
      )}
    </>
  );
}

interface VerdictProps extends PaneProps {
  readonly diagnosis: Diagnosis;
  readonly origin: string | null;
  readonly again: () => void;
}

function Verdict({ request, diagnosis, origin, again, close }: VerdictProps) {
  const { t } = useTranslation('links');
  const { cause, params, detail, url } = diagnosis;
  if (cause === null)
    return (
      <div className={classes['verdict']} data-tone="good" role="status">
        <strong>{t('diagnosis.fine')}</strong>
        <p>{t('diagnosis.fineHelp')}</p>
      </div>
    );
  const action = actionOfCause(cause);
  const type = params['type'] === '' ? t('diagnosis.cause.wrong-type.none') : params['type'];
  const values = { ...params, type, age: formatDuration(Number(params['seconds'] ?? 1)) };
  return (
    <div className={classes['verdict']} data-tone="bad" role="status">
      <strong>{t(`diagnosis.cause.${cause}.title`, values)}</strong>
      <p>{t(`diagnosis.cause.${cause}.help`, values)}</p>
      {url !== null && (
        <code className={classes['small']} data-selectable>
          {url}
        </code>
      )}
      {detail !== null && (
        <code className={classes['small']} data-selectable>
          {detail}
        </code>
      )}
      {action !== 'none' && (
        <Button size="xs" mt={10} onClick={() => drop(mend(action, request, params, { origin, again, close }))}>
          {t(`diagnosis.action.${action}`, values)}
        </Button>
      )}
    </div>
  );
}

function Steps({ diagnosis, origin }: { readonly diagnosis: Diagnosis; readonly origin: string | null }) {
  const { t } = useTranslation('links');
  const failed = diagnosis.cause === null ? null : stepOfCause(diagnosis.cause);
  const shown = DIAGNOSIS_STEPS.filter((step) => step !== 'cors' || origin !== null);
  const stateOf = (step: DiagnosisStep) =>
    step === failed ? 'failed' : diagnosis.passed.includes(step) ? 'passed' : 'untried';
  return (
    <ul className={classes['steps']} aria-label={t('diagnosis.steps')}>
      {shown.map((step) => (
        <li key={step} data-tone={stateOf(step)}>
          <span aria-hidden>{MARKS[stateOf(step)]}</span>
          {t(`diagnosis.step.${step}`)}
          <VisuallyHidden>: {t(`diagnosis.${stateOf(step)}`)}</VisuallyHidden>
        </li>
      ))}
    </ul>
  );
}

const MARKS: Readonly<Record<'passed' | 'failed' | 'untried', ReactNode>> = {
  passed: <IconCheck size={14} stroke={2.6} />,
  failed: <IconX size={14} stroke={2.4} />,
  untried: <IconMinus size={14} />,
};

interface FootProps {
  readonly ask: (origin: string) => void;
  readonly again: () => void;
}

/** The one question that only the person can answer: where it does not show. */
function Foot({ ask, again }: FootProps) {
  const { t } = useTranslation('links');
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [bad, setBad] = useState(false);
  const send = (): void => {
    const origin = originOfPage(text);
    setBad(origin === null);
    if (origin !== null) ask(origin);
  };
  if (!open)
    return (
      <Group justify="space-between" mt={14}>
        <UnstyledButton className={classes['more'] ?? ''} onClick={() => setOpen(true)}>
          {t('diagnosis.origin')}
        </UnstyledButton>
        <Button variant="default" size="xs" onClick={again}>
          {t('diagnosis.again')}
        </Button>
      </Group>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Group gap={8} mt={14} align="flex-end" wrap="nowrap">
        <TextInput
          flex={1}
          label={t('diagnosis.originLabel')}
          placeholder="https://example.com"
          error={bad ? t('diagnosis.originBad') : undefined}
          inputWrapperOrder={['label', 'error', 'input']}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          spellCheck={false}
        />
        <Button type="submit" variant="default">
          {t('diagnosis.again')}
        </Button>
      </Group>
    </form>
  );
}
