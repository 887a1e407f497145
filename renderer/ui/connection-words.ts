import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert';
import type { ConnectionAddress } from '../../shared/connection';

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
