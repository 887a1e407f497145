import i18next from 'i18next';
import { assertNever } from '../../shared/assert';
import { NO_FILTERS } from '../../shared/view-filters';
import { ask } from '../bridge';
import { askDiagnosis } from '../links/requests';
import { showDomains } from '../links/shown-domains';
import { readSlice } from '../mirror';
import { editConnection, navigate, openSetup, openSmartView } from '../navigation';
import { readOffer } from '../objects/offered-actions';
import { notify } from '../ui/notify';
import { showReplaceKeys } from '../ui/replace-keys';

/** What a button of an answer does; each of them leads to where the app itself looks or helps. */
type AnswerAction =
  | 'open-r2'
  | 'open-tokens'
  | 'check'
  | 'diagnose'
  | 'domains'
  | 'account'
  | 'replace-keys'
  | 'settings'
  | 'usage'
  | 'transfers'
  | 'generate'
  | 'connect';

/** The questions of the setup guide and of its readers, each with the one thing that helps; in the order of a person's way. */
export const ANSWERS = {
  'no-r2': 'open-r2',
  permission: 'open-tokens',
  'secret-lost': 'open-tokens',
  'see-tokens': 'open-tokens',
  endpoint: 'account',
  works: 'check',
  link: 'diagnose',
  public: 'domains',
  website: 'domains',
  interrupted: 'transfers',
  generated: 'generate',
  rotate: 'replace-keys',
  backend: 'settings',
  cost: 'usage',
  'no-account': 'connect',
} as const satisfies Record<string, AnswerAction>;

export type AnswerId = keyof typeof ANSWERS;
export const ANSWER_IDS = Object.keys(ANSWERS) as AnswerId[];

/** What there is for an answer to lead to: nothing yet, the sandbox, or a bucket with keys of one's own. */
export type Standing = 'unconnected' | 'sandbox' | 'bucket';

/** Whether an answer's button can do anything now. */
export function leadsSomewhere(action: AnswerAction, standing: Standing): boolean {
  if (action === 'open-r2' || action === 'open-tokens') return true;
  if (action === 'check' || action === 'account' || action === 'replace-keys') return standing === 'bucket';
  return standing !== 'unconnected';
}

/** Does what an answer's button says. */
export async function follow(action: AnswerAction): Promise<void> {
  const { activeId } = readSlice('connections');
  switch (action) {
    case 'open-r2':
    case 'open-tokens':
      await ask('app.openPage', { page: action === 'open-r2' ? 'r2' : 'r2-tokens' });
      return;
    case 'connect':
      return openSetup();
    case 'settings':
    case 'usage':
    case 'transfers':
    case 'generate':
      return navigate(action);
    case 'check':
    case 'account':
    case 'diagnose':
    case 'domains':
    case 'replace-keys':
      if (activeId !== null) await followFor(activeId, action);
      return;
    default:
      assertNever(action);
  }
}

type ConnectionAction = Extract<AnswerAction, 'check' | 'account' | 'diagnose' | 'domains' | 'replace-keys'>;

async function followFor(connectionId: string, action: ConnectionAction): Promise<void> {
  switch (action) {
    case 'check':
    case 'account':
      return editConnection(connectionId, action);
    case 'diagnose':
      return diagnose(connectionId);
    case 'domains':
      showDomains({ connectionId, origin: null });
      return navigate('settings');
    case 'replace-keys':
      return showReplaceKeys(connectionId);
    default:
      assertNever(action);
  }
}

/** Looks into the file that is selected, or into the newest one. */
async function diagnose(connectionId: string): Promise<void> {
  const selected = readOffer()?.actions.find(({ id }) => id === 'why');
  if (selected !== undefined) return selected.run();
  const scope = { kind: 'smart', view: 'all' } as const;
  const sort = { field: 'date', direction: 'desc' } as const;
  const view = { connectionId, scope, sort, search: '', kinds: [], filters: NO_FILTERS, flat: true };
  const found = await ask('library.rows', { view, start: 0, count: 1 });
  if (!found.ok) return notify.failure(found.failure);
  const [newest] = found.value.rows;
  if (newest?.kind === 'asset') return askDiagnosis(connectionId, newest);
  openSmartView('all');
  notify.info({ title: i18next.t('help:answers.nothingToTry') });
}
