import { assertNever } from '../../shared/assert';
import { drop } from '../../shared/drop';
import type { Failure, FailureAction } from '../../shared/failure';
import { PROVIDER_IDS } from '../../shared/generation';
import { ask } from '../bridge';
import { readSlice } from '../mirror';
import { mendingStep } from './mending-step';
import { showPassphraseDialog } from './passphrase-dialog';
import { editConnection, openProvider, openSettings, openSetup, type SetupStep } from '../navigation';

/** What a screen itself can do about a failure; the rest (Settings, dashboard, connection) the app does everywhere. */
export type OwnActions = Partial<Record<FailureAction, () => void>>;

/** What the one button of a failure does, or null when it has none here. */
export function failureHandler(failure: Failure, own: OwnActions): (() => void) | null {
  const action = failure.action;
  const mine = own[action];
  if (mine !== undefined) return mine;
  switch (action) {
    case 'edit-connection':
      return () => mendConnection(mendingStep(failure) ?? 'account');
    case 'set-public-domain':
      return () => mendConnection('links');
    case 'open-settings':
      return () => mendProvider(failure);
    case 'unlock-secrets':
      return () => showPassphraseDialog('unlock');
    case 'open-dashboard-tokens':
      return () => drop(ask('app.openPage', { page: 'r2-tokens' }));
    case 'open-dashboard-r2':
      return () => drop(ask('app.openPage', { page: 'r2' }));
    case 'free-space':
      return own.retry ?? null;
    case 'none':
    case 'retry':
    case 'choose-another-name':
    case 'choose-another-folder':
      return null;
    default:
      return assertNever(action);
  }
}

/** For a failure of one connection, which need not be the one that is open. */
export function mendingOf(connectionId: string, failure: Failure): OwnActions {
  return {
    'edit-connection': () => editConnection(connectionId, mendingStep(failure) ?? 'account'),
    'set-public-domain': () => editConnection(connectionId, 'links'),
  };
}

function mendConnection(step: SetupStep): void {
  const { activeId } = readSlice('connections');
  if (activeId === null) openSetup();
  else editConnection(activeId, step);
}

/** What Settings can mend is a generation service: the one that the failure names, or the one that starts programs, else all of them. */
function mendProvider({ code, params }: Failure): void {
  const named = PROVIDER_IDS.find((id) => id === params['provider']);
  const provider = named ?? (code.startsWith('program-') ? 'command' : null);
  if (provider === null) openSettings('providers');
  else openProvider(provider);
}
