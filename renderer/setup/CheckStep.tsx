import { Button, Loader } from '@mantine/core';
import { IconPlugConnected, IconRefresh } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert';
import { drop } from '../../shared/drop';
import type { CheckLine } from '../../shared/connection';
import type { Failure } from '../../shared/failure';
import { ask } from '../bridge';
import { closeSetup, openSetup, readNavigation, resetNavigation } from '../navigation';
import { notify } from '../ui/notify';
import { ReachNote } from '../ui/ReachNote';
import { CheckLines, isReadOnly } from './CheckLines';
import classes from './CheckStep.module.css';
import { type CheckStanding, useConnectionCheck, verdictOf } from './connection-check';
import { StepForm } from './StepForm';
import { useWizard } from './wizard-context';
import { WizardFailure } from './WizardFailure';
import { draftOf } from './wizard-draft';

/** Where one goes once the connection is kept. */
type Then = 'library' | 'done';

type SaveState =
  { readonly kind: 'idle' | 'saving' } | { readonly kind: 'failed'; readonly failure: Failure; readonly wanted: Then };

/** Keeps the connection, and then closes the wizard or shows what was made. */
function useSave(lines: readonly CheckLine[]): {
  readonly state: SaveState;
  readonly save: (then: Then) => void;
} {
  const { t } = useTranslation('setup');
  const { state: wizard, send, editing } = useWizard();
  const [state, setState] = useState<SaveState>({ kind: 'idle' });
  const save = async (then: Then): Promise<void> => {
    setState({ kind: 'saving' });
    // A first connection opens the app; the wizard stays in front of it for one more page.
    if (then === 'done' && readNavigation().setup.kind === 'closed') openSetup();
    const result = await ask('connections.save', { draft: draftOf(wizard.fields), replaces: editing?.id ?? null });
    if (!result.ok) return setState({ kind: 'failed', failure: result.failure, wanted: then });
    const { id, bucket } = result.value;
    if (then === 'done') return send({ kind: 'made', made: { connectionId: id, ...worthOf(lines) } });
    // The wizard goes, and what was typed into it with it.
    resetNavigation();
    closeSetup();
    notify.good({ title: t('check.saved', { bucket }) });
  };
  return { state, save: (then) => drop(save(then)) };
}

function worthOf(lines: readonly CheckLine[]): { readonly limited: boolean; readonly opens: boolean } {
  const opens = lines.some(({ name, outcome }) => name === 'public-read' && outcome.kind === 'passed');
  return { limited: verdictOf(lines) !== 'works', opens };
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
  const { state } = useWizard();
  const { lines, listsBuckets, standing, run, stop } = useConnectionCheck(draftOf(state.fields));
  const saving = useSave(lines);
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
      {usable && listsBuckets === true && <Reach readOnly={isReadOnly(lines)} />}
      {saving.state.kind === 'failed' && <NotSaved {...saving.state} save={saving.save} />}
    </StepForm>
  );
}

/** Trying again leads to where the first try did. */
function NotSaved({ failure, wanted, save }: { failure: Failure; wanted: Then; save: (then: Then) => void }) {
  return <WizardFailure failure={failure} retry={() => save(wanted)} />;
}

/** The keys that were tried reach farther than their bucket; not said again to whoever knows it. */
function Reach({ readOnly }: { readonly readOnly: boolean }) {
  const { t } = useTranslation();
  const { state, send, editing } = useWizard();
  const { address, accessKeyId, apiToken, bucket } = draftOf(state.fields);
  if (editing?.reachAccepted === true && editing.accessKeyId === accessKeyId) return null;
  return (
    <ReachNote
      bucket={bucket}
      isR2={address.kind === 'r2'}
      rights={{ write: !readOnly }}
      hasApiToken={apiToken.kind !== 'none'}
    >
      <Button variant="default" size="xs" onClick={() => send({ kind: 'go', page: 'keys' })}>
        {t('reach.keys')}
      </Button>
    </ReachNote>
  );
}

interface ForwardProps {
  readonly standing: CheckStanding;
  readonly usable: boolean;
  readonly saving: boolean;
  readonly save: (then: Then) => void;
}

function Forward({ standing, usable, saving, save }: ForwardProps): ReactNode {
  const { t } = useTranslation('setup');
  const { editing } = useWizard();
  const fails = (standing.kind === 'finished' && !usable) || standing.kind === 'trying-again';
  const forward = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (usable) forward.current?.focus();
  }, [usable]);
  const finishes = (
    <Button
      ref={editing === null ? null : forward}
      size="md"
      miw={104}
      variant={editing === null ? 'default' : 'filled'}
      onClick={() => save('library')}
      disabled={!usable}
      loading={saving && usable}
    >
      {t('finish')}
    </Button>
  );
  return (
    <>
      {fails && (
        <Button variant="subtle" color="gray" size="md" onClick={() => save('library')} loading={saving} mr="xs">
          {t('check.anyway')}
        </Button>
      )}
      {finishes}
      {editing === null && (
        <Button ref={forward} size="md" miw={104} ml="xs" onClick={() => save('done')} disabled={!usable || saving}>
          {t('next')}
        </Button>
      )}
    </>
  );
}
