import { z } from 'zod';
import { fail } from '../../../../shared/failure';
import type { ProviderSetup } from '../../../../shared/generation';
import { isLoopbackHost } from '../../../../shared/links';
import type { ConfigStorage } from '../generation';
import { DEFAULT_MODEL } from './openai-models';

export const OPENAI_BASE = 'https://api.openai.com/v1';

/** The address and the model of an OpenAI-compatible server. */
export interface OpenAiConfig {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly model: string;
}

const document = z.object({ openai: z.object({ baseUrl: z.string(), model: z.string() }) });

export function readConfig(storage: ConfigStorage): OpenAiConfig {
  const parsed = document.safeParse(storage.read());
  return parsed.success ? parsed.data.openai : { baseUrl: OPENAI_BASE, model: DEFAULT_MODEL };
}

/** The config after a set-up; null leaves a field as it is, '' puts its default back. */
export function changedConfig(config: OpenAiConfig, setup: ProviderSetup): OpenAiConfig {
  return {
    baseUrl: setup.baseUrl === null ? config.baseUrl : parseBase(setup.baseUrl),
    model: setup.model === null ? config.model : setup.model.trim() || DEFAULT_MODEL,
  };
}

export function writeConfig(storage: ConfigStorage, config: OpenAiConfig): void {
  const kept = z.record(z.string(), z.unknown()).safeParse(storage.read());
  storage.write({ ...(kept.success ? kept.data : {}), openai: config });
}

function parseBase(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return OPENAI_BASE;
  if (!URL.canParse(trimmed)) fail('invalid-input', { field: 'baseUrl' });
  const url = new URL(trimmed);
  if (!isAllowedUrl(url) || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    fail('invalid-input', { field: 'baseUrl' });
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** https anywhere; http on this machine alone. */
export function isAllowedUrl(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
}
