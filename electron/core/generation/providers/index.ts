import type { ProviderId } from '../../../../shared/generation';
import type { WebFetch } from '../../store/web-fetch';
import type { FilmMaker } from '../film-maker';
import type { ConfigStorage, ProviderKeys } from '../generation';
import type { Provider } from '../provider';
import { ComfyUiProvider } from './comfyui';
import { CommandProvider } from './command';
import { FalProvider } from './fal';
import { HttpBackendProvider } from './http-backend';
import { OpenAiProvider } from './openai';
import { ReplicateProvider } from './replicate';
import { SdWebUiProvider } from './sd-webui';
import { readOnce } from '../provider-settings';
import { SketchProvider } from './sketch';
import { WorkersAiProvider } from './workers-ai';

/** What providers are made of. */
export interface ProviderDependencies {
  readonly keys: ProviderKeys;
  readonly configStorage: ConfigStorage;
  readonly fetch: WebFetch;
  readonly films: FilmMaker;
  /** Cloudflare's REST API, without a slash at its end. */
  readonly cloudflareApi: string;
  /** The Cloudflare account of the connection that is open; '' for none. */
  accountId(): string;
}

/** All generation services that the app knows, in the order in which they are offered. `programFolder` is where programs write. */
export function createProviders(
  { keys, configStorage, fetch, cloudflareApi, accountId, films }: ProviderDependencies,
  programFolder: string,
): ReadonlyMap<ProviderId, Provider> {
  const storage = readOnce(configStorage);
  const providers: readonly Provider[] = [
    new SketchProvider(films),
    new WorkersAiProvider(keys, storage, fetch, cloudflareApi, accountId),
    new OpenAiProvider(keys, storage, fetch),
    new FalProvider(keys, storage, fetch),
    new ReplicateProvider(keys, storage, fetch),
    new ComfyUiProvider(keys, storage, fetch),
    new SdWebUiProvider(keys, storage, fetch),
    new HttpBackendProvider(keys, storage, fetch),
    new CommandProvider(keys, storage, programFolder),
  ];
  return new Map(providers.map((provider) => [provider.id, provider]));
}
