import { Button, Loader, VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckLine, CheckOutcome } from '../../shared/connection';
import type { Failure } from '../../shared/failure';
import { drop } from '../../shared/drop';
import { JURISDICTIONS } from '../../shared/r2';
import { ask } from '../bridge';
import { failureWords } from '../ui/failure-words';
import { formatBytes } from '../ui/format';
import classes from './CheckLines.module.css';
import { mendingStep } from '../ui/mending-step';
import { sentences } from '../ui/sentences';
import { useWizard } from './wizard-context';

/** Warnings, not failures: what concerns links and websites alone, what a token that may only read is made for, and keys that may be known later. */
function toneOf({ name, outcome }: CheckLine, unsure: boolean, readOnly: boolean): string {
  const mild = unsure || name === 'public-read' || name === 'cors' || (name === 'write' && readOnly);
  return outcome.kind === 'failed' && mild ? 'warned' : outcome.kind;
}

function Mark({ tone }: { readonly tone: string }): ReactNode {
  switch (tone) {
    case 'running':
      return <Loader size={15} />;
    case 'passed':
      return <IconCheck size={15} stroke={2.6} />;
    case 'failed':
      return <IconX size={15} stroke={2.4} />;
    case 'warned':
      return <IconAlertTriangle size={15} stroke={2} />;
    default:
      return <IconMinus size={15} />;
  }
}

interface PassedProps {
  readonly name: CheckLine['name'];
  readonly outcome: Extract<CheckOutcome, { kind: 'passed' }>;
}

function Passed({ name, outcome: { facts } }: PassedProps): ReactNode {
  const { t } = useTranslation('setup');
  if (name === 'list' && facts['found'] === 0) return t('check.passed.listEmpty');
  if (name === 'cors' && facts['anyone'] === 0) return <NoWebsites />;
  return t(`check.passed.${name}`, {
    size: formatBytes(Number(facts['bytes'] ?? 0)),
    host: facts['host'] ?? '',
    seconds: Math.max(1, Number(facts['seconds'] ?? 0)),
  });
}

function NoWebsites(): ReactNode {
  const { t } = useTranslation(['setup', 'common']);
  return (
    <>
      {t('check.passed.corsNone')}
      <span className={classes['actions']}>
        <Button size="compact-sm" variant="light" onClick={() => drop(ask('app.openPage', { page: 'r2' }))}>
          {t('common:action.open-dashboard-r2')}
        </Button>
      </span>
    </>
  );
}

function Failed({ name, failure }: { readonly name: CheckLine['name']; readonly failure: Failure }) {
  const { t } = useTranslation(['setup', 'common']);
  const { send } = useWizard();
  const { title, help } = failureWords(failure);
  const step = mendingStep(failure);
  const keys = step === 'keys' && failure.code === 'access-denied';
  // To a token that is made for certain buckets R2 does not tell whether another one exists.
  const perhapsBucket = keys && name === 'list';
  const elsewhere = JURISDICTIONS.find((one) => one === failure.params['jurisdiction']);
  const openPage = (page: 'r2' | 'r2-tokens') => () => drop(ask('app.openPage', { page }));
  return (
    <>
      <span className={classes['cause']}>{title}</span>
      {sentences(help, perhapsBucket ? t('check.deniedList') : '')}
      {failure.detail !== null && (
        <span className={classes['detail']} data-selectable>
          {failure.detail}
        </span>
      )}
      <span className={classes['actions']}>
        {failure.code === 'other-jurisdiction' && elsewhere !== undefined && (
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => send({ kind: 'type', fields: { jurisdiction: elsewhere } })}
          >
            {t('check.useJurisdiction', { name: t(`common:jurisdiction.${elsewhere}`) })}
          </Button>
        )}
        {step !== null && (
          <Button size="compact-sm" variant="light" onClick={() => send({ kind: 'go', page: step })}>
            {t('check.mend', { step: t(`step.${step}`) })}
          </Button>
        )}
        {perhapsBucket && (
          <Button size="compact-sm" variant="light" onClick={() => send({ kind: 'go', page: 'bucket' })}>
            {t('check.mend', { step: t('step.bucket') })}
          </Button>
        )}
        {keys && (
          <Button size="compact-sm" variant="subtle" onClick={openPage('r2-tokens')}>
            {t('common:action.open-dashboard-tokens')}
          </Button>
        )}
        {(failure.action === 'open-dashboard-r2' || step === 'links') && (
          <Button size="compact-sm" variant={step === null ? 'light' : 'subtle'} onClick={openPage('r2')}>
            {t('common:action.open-dashboard-r2')}
          </Button>
        )}
      </span>
    </>
  );
}

function Outcome({ line }: { readonly line: CheckLine }): ReactNode {
  const { t } = useTranslation('setup');
  const { name, outcome } = line;
  switch (outcome.kind) {
    case 'waiting':
    case 'running':
      return t(`check.about.${name}`);
    case 'passed':
      return <Passed name={name} outcome={outcome} />;
    case 'failed':
      return <Failed name={name} failure={outcome.failure} />;
    case 'skipped':
      return name === 'cors' && outcome.reason === 'no-public-domain'
        ? t('check.noWebsites')
        : t(`check.skipped.${outcome.reason}`);
  }
}

/** The token is one that may only read: it lists, and is refused a write. */
export function isReadOnly(lines: readonly CheckLine[]): boolean {
  const outcome = (name: CheckLine['name']): CheckOutcome | undefined =>
    lines.find((one) => one.name === name)?.outcome;
  const written = outcome('write');
  const refused = written?.kind === 'failed' && written.failure.code === 'access-denied';
  return refused && outcome('list')?.kind === 'passed';
}

interface CheckLinesProps {
  readonly lines: readonly CheckLine[];
  readonly dimmed: boolean;
  /** The check is being made again: what failed may not stay so. */
  readonly unsure: boolean;
}

/** All lines of a check, each with what came of it. */
export function CheckLines({ lines, dimmed, unsure }: CheckLinesProps) {
  const { t } = useTranslation('setup');
  const readOnly = isReadOnly(lines);
  return (
    <ul className={classes['lines']} aria-label={t('check.label')} aria-live="polite" data-dimmed={dimmed}>
      {lines.map((line) => (
        <li key={line.name} className={classes['line']} data-tone={toneOf(line, unsure, readOnly)}>
          <span className={classes['mark']} aria-hidden>
            <Mark tone={toneOf(line, unsure, readOnly)} />
          </span>
          <div className={classes['words']}>
            <div className={classes['name']}>
              {t(`check.line.${line.name}`)}
              <VisuallyHidden>: {t(`check.state.${line.outcome.kind}`)}</VisuallyHidden>
              {line.outcome.kind === 'passed' && (
                <span className={classes['took']}>{t('check.took', { ms: Math.round(line.outcome.ms) })}</span>
              )}
            </div>
            <div className={classes['note']}>
              <Outcome line={line} />
              {readOnly && line.name === 'write' && <p className={classes['more']}>{t('check.readOnly')}</p>}
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}
