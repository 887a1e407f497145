import i18next from 'i18next';
import { assertNever } from '../../shared/assert';
import type { ConnectionProfile, PublicDomain } from '../../shared/connection';
import type { DiagnosisAction } from '../../shared/diagnosis';
import type { FailureParams } from '../../shared/failure';
import type { AssetRow } from '../../shared/library';
import { hostOfBase } from '../../shared/links';
import { ask } from '../bridge';
import { readSlice } from '../mirror';
import { navigate } from '../navigation';
import { editHeaders } from '../objects/object-actions';
import { notify } from '../ui/notify';
import { showDomains } from './shown-domains';

interface Around {
  /** The website on which the file does not show; null where that was not asked. */
  readonly origin: string | null;
  readonly again: () => void;
  readonly close: () => void;
}

/** Does the one thing that helps against the cause of a diagnosis. */
export async function mend(
  action: DiagnosisAction,
  { connectionId, row }: { readonly connectionId: string; readonly row: AssetRow },
  params: FailureParams,
  { origin, again, close }: Around,
): Promise<void> {
  switch (action) {
    case 'none':
      return;
    case 'try-again':
      return again();
    case 'set-domain':
    case 'set-cors':
      close();
      showDomains({ connectionId, origin: action === 'set-cors' ? origin : null });
      return navigate('settings');
    case 'use-domain':
      if (await useDomain(connectionId, String(params['base']), String(params['host']))) again();
      return;
    case 'read-again': {
      close();
      const result = await ask('library.refresh', { connectionId });
      return result.ok ? undefined : notify.failure(result.failure);
    }
    case 'open-bucket':
      await ask('app.openPage', { page: 'r2' });
      return;
    case 'purge-cache':
      await ask('app.openPage', { page: 'purge-cache' });
      return;
    case 'set-type': {
      const parts = [{ kind: 'assets', connectionId, assetIds: [row.assetId] } as const];
      const edit = { contentType: String(params['expected']), cacheControl: null, metadata: {} };
      if (await editHeaders(parts, edit)) close();
      return;
    }
    default:
      return assertNever(action);
  }
}

/** Makes an address that opens the preferred one, in place of one of the same host that does not. */
async function useDomain(connectionId: string, base: string, failedHost: string): Promise<boolean> {
  const { profiles } = readSlice('connections');
  const domains = domainsOf(profiles.find(({ id }) => id === connectionId));
  const known = domains.find((one) => one.base === base);
  const others = domains.filter((one) => one.base !== base && (known !== undefined || hostOf(one) !== failedHost));
  const wanted = [known ?? { base, transformations: false }, ...others];
  const result = await ask('connections.setDomains', {
    connectionId,
    domains: wanted.map((one) => ({ base: one.base, transformations: one.transformations })),
  });
  if (result.ok) notify.good({ title: i18next.t('links:diagnosis.done.domain', { host: hostOfBase(base) }) });
  else notify.failure(result.failure);
  return result.ok;
}

const hostOf = ({ base }: PublicDomain): string => hostOfBase(base);

function domainsOf(profile: ConnectionProfile | undefined): readonly PublicDomain[] {
  return profile?.publicDomains ?? [];
}
