import type { AddressingStyle, DraftApiToken, DraftSecret } from '../../shared/connection';
import type { Jurisdiction } from '../../shared/r2';

/** What was typed so far, exactly as typed. */
export interface WizardFields {
  readonly account: string;
  readonly jurisdiction: Jurisdiction;
  /** Another S3 store's address; '' for R2. */
  readonly endpoint: string;
  readonly region: string;
  readonly style: AddressingStyle;
  readonly accessKeyId: string;
  readonly secret: DraftSecret;
  readonly apiToken: DraftApiToken;
  /** Names the held API token that was pasted over other keys: they stay until Cloudflare has said which are its own. */
  readonly awaitedTokenId: string | null;
  readonly bucket: string;
  readonly publicDomain: string;
}
