import { Button, Loader } from '@mantine/core';
import { IconPlugConnected, IconRefresh } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert';
import { drop } from '../../shared/drop';
import type { Failure } from '../../shared/failure';
import { ask } from '../bridge';
import { closeSetup, resetNavigation } from '../navigation';
import { FailureNotice } from '../ui/FailureNotice';
import { notify } from '../ui/notify';
import { CheckLines } from './CheckLines';
import classes from './CheckStep.module.css';
import { type CheckStanding, useConnectionCheck } from './connection-check';
import { StepForm } from './StepForm';
import { useWizard } from './wizard-context';
import { draftOf, type WizardState } from './wizard-state';

type SaveState = { readonly kind: 'idle' | 'saving' } | { readonly kind: 'failed'; readonly failure: Failure };

function useSave(fields: WizardState['fields'], replaces: string | null): { state: SaveState; save: () => void } {
  const { t } = useTranslation('setup');
  const [state, setState] = useState<SaveState>({ kind: 'idle' });
  const save = async (): Promise<void> => {
    setState({ kind: 'saving' });
    const result = await ask('connections.save', { draft: draftOf(fields), replaces });
    if (!result.ok) return setState({ kind: 'failed', failure: result.failure });
    // The wizard goes, and what was typed into it with it.
    resetNavigation();
    closeSetup();
    notify.good({ title: t('check.saved', { bucket: result.value.bucket }) });
  };
  return { state, save: () => drop(save()) };
}

function useStandingWords(): (standing: CheckStanding) => string {
  const { t } = useTranslation('setup');
  return (standing) => {
    switch (standing.kind) {
      case 'idle':
        return t('check.idle');
      case 'outdated':
        return t('check.changed');
      case 'running':
        return '';
      case 'trying-again':
        return t('check.tryingAgain');
      case 'finished':
        return t(`check.${({ works: 'allGood', limited: 'goodEnough', fails: 'notGood' } as const)[standing.outcome]}`);
      default:
        return assertNever(standing);
    }
  };
}

function outcomeOf(standing: CheckStanding): string {
  return standing.kind === 'finished' ? standing.outcome : standing.kind;
}

/** The last step: each right is proved apart, then the connection is kept. */
export function CheckStep() {
  const { t } = useTranslation('setup');
  const { state, editing } = useWizard();
  const { lines, standing, run, stop } = useConnectionCheck(draftOf(state.fields));
  const saving = useSave(state.fields, editing?.id ?? null);
  const words = useStandingWords();
  const running = standing.kind === 'running';
  const again = standing.kind === 'trying-again';
  const usable = standing.kind === 'finished' && standing.outcome !== 'fails';
  return (
    <StepForm
      title={t('check.title')}
      lead={t('check.lead', { bucket: state.fields.bucket.trim() })}
      forward={
        <Forward standing={standing} usable={usable} saving={saving.state.kind === 'saving'} save={saving.save} />
      }
    >
      <div className={classes['card']}>
        <div className={classes['head']}>
          <span className={classes['standing']} data-outcome={outcomeOf(standing)} role="status">
            {(running || again) && <Loader size={16} className={classes['busy']} />}
            {words(standing)}
          </span>
          {again && (
            <Button variant="subtle" color="gray" onClick={stop}>
              {t('check.stop')}
            </Button>
          )}
          <Button
            data-autofocus
            className={classes['test']}
            variant={usable ? 'default' : 'filled'}
            aria-disabled={running}
            leftSection={
              standing.kind === 'idle' ? (
                <IconPlugConnected size={17} aria-hidden />
              ) : (
                <IconRefresh size={17} aria-hidden />
              )
            }
            onClick={running ? () => undefined : run}
          >
            {t('check.test')}
          </Button>
        </div>
        <CheckLines lines={lines} dimmed={standing.kind === 'outdated'} unsure={again} />
      </div>
      {saving.state.kind === 'failed' && <FailureNotice failure={saving.state.failure} own={{ retry: saving.save }} />}
    </StepForm>
  );
}

interface ForwardProps {
  readonly standing: CheckStanding;
  readonly usable: boolean;
  readonly saving: boolean;
  readonly save: () => void;
}

function Forward({ standing, usable, saving, save }: ForwardProps): ReactNode {
  const { t } = useTranslation('setup');
  const fails = (standing.kind === 'finished' && !usable) || standing.kind === 'trying-again';
  const finish = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (usable) finish.current?.focus();
  }, [usable]);
  return (
    <>
      {fails && (
        <Button variant="subtle" color="gray" size="md" onClick={save} loading={saving} mr="xs">
          {t('check.anyway')}
        </Button>
      )}
      <Button ref={finish} size="md" miw={104} onClick={save} disabled={!usable} loading={saving && usable}>
        {t('finish')}
      </Button>
    </>
  );
}
