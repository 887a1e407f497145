import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert';
import type { ConnectionAddress, ConnectionProfile } from '../../shared/connection';
import { useSlice } from '../mirror';

/** Where a connection leads, in a few words: `Cloudflare R2 · European Union`. */
export function useAddressWords(): (address: ConnectionAddress) => string {
  const { t } = useTranslation('common');
  return (address) => {
    switch (address.kind) {
      case 'r2':
        return address.jurisdiction === 'default'
          ? t('switcher.cloudflare')
          : `${t('switcher.cloudflare')} · ${t(`jurisdiction.${address.jurisdiction}`)}`;
      case 'endpoint':
        return URL.canParse(address.endpoint) ? new URL(address.endpoint).host : address.endpoint;
      case 'sandbox':
        return t('switcher.sandbox');
      default:
        return assertNever(address);
    }
  };
}

/** What tells a bucket from the others of its name: where it is, and its key where that is no help; null where no other has its name. */
export function useNamesakeWords(): (profile: ConnectionProfile) => string | null {
  const { profiles } = useSlice('connections');
  const addressWords = useAddressWords();
  return ({ id, bucket, address, accessKeyId }) => {
    const namesakes = profiles.filter((other) => other.bucket === bucket && other.id !== id);
    if (namesakes.length === 0) return null;
    const place = addressWords(address);
    const isTold = namesakes.every((other) => addressWords(other.address) !== place);
    return isTold ? place : `${place} · ${accessKeyId.slice(0, 6)}…`;
  };
}

/** A bucket's name among those that one chooses from: with more words where another has the same. */
export function useBucketWords(): (profile: ConnectionProfile) => string {
  const namesakeWords = useNamesakeWords();
  return (profile) => {
    const more = namesakeWords(profile);
    return more === null ? profile.bucket : `${profile.bucket} · ${more}`;
  };
}
