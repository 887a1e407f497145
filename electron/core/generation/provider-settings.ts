import { z } from 'zod';
import { fail } from '../../../shared/failure';
import type {
  ProviderId,
  ProviderKeyState,
  ProviderSetup,
  SetupField,
  SetupFieldKind,
} from '../../../shared/generation';
import { isLoopbackHost } from '../../../shared/links';
import { isJson } from '../../../shared/json-text';
import type { ConfigStorage, ProviderKeys } from './generation';

/** A field as a provider declares it. */
export interface FieldSpec {
  readonly name: string;
  readonly kind: SetupFieldKind;
  /** What an empty field means; '' where it has to be filled in. A function where it changes while the app runs. */
  readonly preset: string | (() => string);
  /** Further checks: true for a value that will do. Addresses and JSON are checked anyway. */
  fits?(value: string): boolean;
}

/** No field has this name. */
const LEARNED = '~learned';

const document = z.record(z.string(), z.record(z.string(), z.string()));

/** What is kept of one provider: its fields in a document of settings, its key sealed. */
export class ProviderSettings {
  readonly #id: ProviderId;
  readonly #specs: readonly FieldSpec[];
  readonly #keys: ProviderKeys;
  readonly #storage: ConfigStorage;

  constructor(id: ProviderId, specs: readonly FieldSpec[], keys: ProviderKeys, storage: ConfigStorage) {
    this.#id = id;
    this.#specs = specs;
    this.#keys = keys;
    this.#storage = storage;
  }

  fields(): readonly SetupField[] {
    return this.#specs.map((spec) => ({
      name: spec.name,
      kind: spec.kind,
      preset: presetOf(spec),
      value: this.value(spec.name),
    }));
  }

  /** A field's value, or its preset. Addresses have no slash at their end. */
  value(name: string): string {
    const kept = this.#all()[this.#id]?.[name] ?? '';
    return kept === '' ? presetOf(this.#specs.find((spec) => spec.name === name)) : kept;
  }

  keyState(): ProviderKeyState {
    return this.#keys.stateOf(this.#id);
  }

  key(): Promise<string | null> {
    return this.#keys.get(this.#id);
  }

  /** What the service has told of itself, kept so that it is known at the next start; '' for nothing yet. */
  learned(): string {
    return this.#all()[this.#id]?.[LEARNED] ?? '';
  }

  learn(text: string): void {
    const all = this.#all();
    this.#storage.write({ ...all, [this.#id]: { ...all[this.#id], [LEARNED]: text } });
  }

  /** A key is meant for one server: another address forgets it, unless a new one comes along. */
  async setUp({ fields, apiKey }: ProviderSetup): Promise<void> {
    const changed = this.#specs.flatMap((spec) => {
      const given = fields[spec.name];
      return given === undefined ? [] : [[spec.name, parsed(spec, given.trim())] as const];
    });
    const moved = changed.some(([name, value]) => this.#isAnotherServer(name, value));
    const key = apiKey === null && moved ? '' : (apiKey?.trim() ?? null);
    if (key !== null && !/^[\x21-\x7e]*$/.test(key)) fail('invalid-input', { field: 'apiKey' });
    if (key !== null) await this.#keys.set(this.#id, key);
    const all = this.#all();
    const learned = moved ? { [LEARNED]: '' } : {};
    this.#storage.write({ ...all, [this.#id]: { ...all[this.#id], ...Object.fromEntries(changed), ...learned } });
  }

  #isAnotherServer(name: string, value: string): boolean {
    const spec = this.#specs.find((one) => one.name === name);
    const [before, after] = [this.value(name), value === '' ? presetOf(spec) : value];
    return spec?.kind === 'address' && before !== '' && originOf(before) !== originOf(after);
  }

  #all(): Readonly<Record<string, Readonly<Record<string, string>>>> {
    const parsedDocument = document.safeParse(this.#storage.read());
    return parsedDocument.success ? parsedDocument.data : {};
  }
}

/**
 * A document that only this process writes, read from the disk once: providers are asked what they are with each piece of progress.
 */
export function readOnce(storage: ConfigStorage): ConfigStorage {
  let kept: { readonly value: unknown } | null = null;
  return {
    read: () => (kept ??= { value: storage.read() }).value,
    write: (value) => {
      storage.write(value);
      kept = { value };
    },
  };
}

function presetOf(spec: FieldSpec | undefined): string {
  const preset = spec?.preset ?? '';
  return typeof preset === 'string' ? preset : preset();
}

function parsed(spec: FieldSpec, value: string): string {
  if (value === '') return '';
  if (spec.kind === 'json' && !isJson(value)) fail('invalid-input', { field: spec.name });
  const kept = spec.kind === 'address' ? addressOf(spec.name, value) : value;
  if (spec.fits?.(kept) === false) fail('invalid-input', { field: spec.name });
  return kept;
}

function addressOf(field: string, text: string): string {
  if (!URL.canParse(text)) fail('invalid-input', { field });
  const url = new URL(text);
  if (!isAllowedUrl(url) || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    fail('invalid-input', { field });
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** https anywhere; http on this machine alone. */
export function isAllowedUrl(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
}

function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : address;
}
