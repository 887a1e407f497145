import type { ProviderId } from '../../../../shared/generation';
import type { ConfigStorage, ProviderKeys } from '../generation';
import type { WebFetch } from '../../store/web-fetch';
import type { Provider } from '../provider';
import { OpenAiProvider } from './openai';
import { SketchProvider } from './sketch';

/** What providers are made of. */
export interface ProviderDependencies {
  readonly keys: ProviderKeys;
  readonly configStorage: ConfigStorage;
  readonly fetch: WebFetch;
}

/** All generation services that the app knows, in the order in which they are offered. */
export function createProviders(deps: ProviderDependencies): ReadonlyMap<ProviderId, Provider> {
  const { keys, configStorage, fetch } = deps;
  const providers: readonly Provider[] = [new SketchProvider(), new OpenAiProvider(keys, configStorage, fetch)];
  return new Map(providers.map((provider) => [provider.id, provider]));
}
