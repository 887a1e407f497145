import i18next from 'i18next';
import type { ProviderInfo } from '../../shared/generation';

/** Those whose name is no product's, but says what they are. */
const SPOKEN = ['sketch', 'openai', 'http-backend', 'command'] as const;

/** A provider's name in the language on show; a product's is the same in each. */
export function providerName({ id, name }: Pick<ProviderInfo, 'id' | 'name'>): string {
  const spoken = SPOKEN.find((one) => one === id);
  return spoken === undefined ? name : i18next.t(`common:provider.${spoken}`);
}
