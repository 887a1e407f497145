import { Button } from '@mantine/core';
import { type ReactNode, useMemo, useReducer } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert';
import type { ConnectionProfile } from '../../shared/connection';
import { useSlice } from '../mirror';
import { closeSetup, type SetupRequest, useNavigation } from '../navigation';
import { AccountStep } from './AccountStep';
import { BucketStep } from './BucketStep';
import { CheckStep } from './CheckStep';
import { DonePage } from './DonePage';
import { ImportPage } from './ImportPage';
import { KeysStep } from './KeysStep';
import { LinksStep } from './LinksStep';
import { Rail } from './Rail';
import classes from './SetupWizard.module.css';
import { WelcomePage } from './WelcomePage';
import { type Wizard, WizardContext } from './wizard-context';
import { copyWizard, editWizard, NEW_WIZARD, nextWizard, type WizardState } from './wizard-state';

function pageOf({ page, made }: WizardState): ReactNode {
  switch (page) {
    case 'welcome':
      return <WelcomePage />;
    case 'import':
      return <ImportPage />;
    case 'account':
      return <AccountStep />;
    case 'keys':
      return <KeysStep />;
    case 'bucket':
      return <BucketStep />;
    case 'links':
      return <LinksStep />;
    case 'check':
      return <CheckStep />;
    case 'done':
      return made === null ? null : <DonePage made={made} />;
    default:
      return assertNever(page);
  }
}

function namedProfile(setup: SetupRequest, profiles: readonly ConnectionProfile[]): ConnectionProfile | null {
  if (setup.kind !== 'edit' && setup.kind !== 'duplicate') return null;
  return profiles.find(({ id }) => id === setup.connectionId) ?? null;
}

function startOf(named: ConnectionProfile | null, setup: SetupRequest): WizardState {
  if (named === null) return NEW_WIZARD;
  if (setup.kind === 'duplicate') return copyWizard(named);
  return setup.kind === 'edit' ? editWizard(named, setup.step) : NEW_WIZARD;
}

/** Makes a connection, or changes one; fills the window. */
export function SetupWizard() {
  const { t } = useTranslation();
  const { profiles } = useSlice('connections');
  const { setup } = useNavigation();
  const named = namedProfile(setup, profiles);
  const editing = setup.kind === 'edit' ? named : null;
  const [state, send] = useReducer(nextWizard, startOf(named, setup));
  const cancel = profiles.length === 0 || state.page === 'done' ? null : closeSetup;
  const wizard = useMemo((): Wizard => ({ state, send, editing, cancel }), [state, editing, cancel]);
  return (
    <WizardContext value={wizard}>
      <div className={classes['wizard']}>
        <Rail />
        <main className={classes['main']}>
          {cancel !== null && (
            <Button variant="subtle" color="gray" className={classes['cancel'] ?? ''} onClick={cancel}>
              {t('action.cancel')}
            </Button>
          )}
          <div className={classes['page']} key={state.page}>
            {pageOf(state)}
          </div>
        </main>
      </div>
    </WizardContext>
  );
}
