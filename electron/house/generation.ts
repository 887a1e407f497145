import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { fail, FailureError } from '../../shared/failure';
import type { ReferenceInput } from '../../shared/generation';
import type { GenerationStateSlice } from '../../shared/generation-state';
import { nameOfKey } from '../../shared/keys';
import { keepsPrompts } from '../../shared/settings';
import { createGeneration } from '../core/generation/create-generation';
import type { GenerationDependencies } from '../core/generation/generation';
import { assetIdOf } from '../core/library/asset-id';
import type { AssetSource } from '../core/library/asset-source';
import { readAsset, readLocal } from '../core/library/read-asset';
import { cloudflareApi } from '../shell/cloudflare-api';
import { ProviderKeyStore } from '../shell/provider-keys';
import type { GenerationRoom, Rooms } from './rooms';

export function buildGeneration(rooms: Rooms): GenerationRoom {
  const listeners = new Set<() => void>();
  const providerKeys = new ProviderKeyStore(rooms.base.document('provider-keys'), rooms.secrets.vault);
  const published = (slice: GenerationStateSlice): void => {
    rooms.publisher.publish('generation', slice);
    for (const listener of listeners) listener();
  };
  const generation = createGeneration(dependenciesOf(rooms, providerKeys, published));
  return {
    generation,
    providerKeys,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async carryFacts(from, to) {
      const facts = generation.factsOf(from.connectionId, from.key);
      if (facts === null) return;
      await generation.addFacts(to.connectionId, to.key, facts);
      rooms.library.library.factsChanged(to.connectionId, to.key);
    },
  };
}

function dependenciesOf(
  rooms: Rooms,
  keys: ProviderKeyStore,
  publish: (slice: GenerationStateSlice) => void,
): GenerationDependencies {
  const { paths, document, settings, now, keptAside, log } = rooms.base;
  const { profileOf, openAccount } = rooms.connections;
  return {
    root: paths.generation,
    uploads: rooms.transfers.transfers,
    generatedNames: () => settings.current.generatedNames,
    keepsPrompts: (connectionId) => {
      const profile = profileOf(connectionId);
      return profile !== null && keepsPrompts(settings.current, profile);
    },
    keys,
    configStorage: document('providers'),
    fetch: rooms.network.webFetch,
    converter: { convert: (job, signal) => rooms.pictures.decoder.convert(job, signal) },
    films: { film: (order, signal) => rooms.pictures.decoder.film(order, signal) },
    cloudflareApi: cloudflareApi(),
    accountId: openAccount,
    publish,
    assetIdOf,
    readReference: (reference, maxBytes) => readReference(rooms, reference, maxBytes),
    now,
    random: Math.random,
    randomId: () => randomBytes(12).toString('hex'),
    keptAside,
    report: (error) => {
      log.error('generation', error);
      if (error instanceof FailureError) rooms.publisher.notify({ kind: 'failure', failure: error.failure });
    },
  };
}

async function readReference({ base, library, connections }: Rooms, reference: ReferenceInput, maxBytes: number) {
  if (reference.kind === 'file') {
    return { bytes: await readLocal(reference.path, maxBytes), name: path.basename(reference.path) };
  }
  const source = (await library.library.assetOf(reference.assetId)) ?? fail('not-found');
  const bytes = await readAsset(source, maxBytes, connections.storeOf, base.stopping.signal);
  return { bytes, name: nameOfSource(source) };
}

function nameOfSource(source: AssetSource): string {
  if (source.kind === 'local') return path.basename(source.path);
  return source.kind === 'remote' ? nameOfKey(source.key) : '';
}
