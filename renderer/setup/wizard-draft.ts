import type { ConnectionDraft, DraftSecret } from '../../shared/connection';
import { parsePublicBase } from '../../shared/links';
import { ACCOUNT_ID_SHAPE, r2Key } from '../../shared/r2';
import { cleanKey } from './read-keys';
import { meansR2 } from './verdicts';
import type { WizardFields } from './wizard-fields';

/** The token that can be asked with, and the account it is asked about; null where there is none, or another store. */
export function cloudflareOf(fields: WizardFields): { readonly token: DraftSecret; readonly accountId: string } | null {
  const { apiToken, account } = fields;
  const accountId = account.trim().toLowerCase();
  if (!meansR2(fields) || !ACCOUNT_ID_SHAPE.test(accountId)) return null;
  return apiToken.kind === 'held' || apiToken.kind === 'stored' ? { token: apiToken, accountId } : null;
}

/** The connection that the fields mean; only for fields whose steps are complete. */
export function draftOf(fields: WizardFields): ConnectionDraft {
  const { account, jurisdiction, endpoint, region, style, secret, apiToken } = fields;
  const domain = parsePublicBase(fields.publicDomain);
  const keyOf = (typed: string): string => (meansR2(fields) ? r2Key(cleanKey(typed)) : cleanKey(typed));
  return {
    address: meansR2(fields)
      ? { kind: 'r2', accountId: account.trim().toLowerCase(), jurisdiction }
      : { kind: 'endpoint', endpoint: endpoint.trim(), region: region.trim() === '' ? 'auto' : region.trim(), style },
    bucket: fields.bucket.trim(),
    publicBase: domain.ok ? domain.base : null,
    accessKeyId: keyOf(fields.accessKeyId),
    secret: secret.kind === 'typed' ? { kind: 'typed', value: keyOf(secret.value) } : secret,
    // A typed one counts once Cloudflare has proved it: then it is held.
    apiToken: apiToken.kind === 'typed' ? { kind: 'none' } : apiToken,
  };
}
