import i18next from 'i18next';
import type { ConnectionProfile, ConnectionRights, ConnectionsState } from '../../shared/connection';
import { readSlice, useSlice } from '../mirror';
import { editConnection } from '../navigation';
import { notify } from './notify';

/** What there is any use in offering: all that the token was not seen to be refused. */
export interface May {
  readonly write: boolean;
  readonly delete: boolean;
}

function mayOf({ profiles, activeId }: ConnectionsState, connectionId: string | null): May {
  const wanted = connectionId ?? activeId;
  const rights: ConnectionRights | undefined = profiles.find(({ id }) => id === wanted)?.rights;
  return { write: rights?.write !== false, delete: rights?.delete !== false };
}

/** What may be done with the bucket on show. */
export function useMay(): May {
  return mayOf(useSlice('connections'), null);
}

/** What may be done with the bucket of a connection (null: the one on show), for handlers. */
export function readMay(connectionId: string | null = null): May {
  return mayOf(readSlice('connections'), connectionId);
}

/** Says why nothing happens, and how to go on where the token has been changed. */
export function tellReadOnly(connectionId: string | null = null): void {
  const id = connectionId ?? readSlice('connections').activeId;
  const { t } = i18next;
  notify.info({
    title: t('common:rights.refused'),
    text: t(readMay(id).write ? 'common:rights.helpDelete' : 'common:rights.help'),
    ...(id === null ? {} : { action: { label: t('common:rights.check'), run: () => editConnection(id, 'check') } }),
  });
}

/** Whether to speak of how far a connection's keys reach: not of the sandbox's own, and not where the person knows. */
export function reachesTooFar({ address, rights, reachAccepted }: ConnectionProfile): boolean {
  return address.kind !== 'sandbox' && rights.listBuckets === true && !reachAccepted;
}
