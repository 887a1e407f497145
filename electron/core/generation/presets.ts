import path from 'node:path';
import { fail } from '../../../shared/failure';
import { isPresetNamed, MAX_PRESETS, type FormSettings, type GenerationPreset } from '../../../shared/past-prompts';
import type { KeptPresets } from './generation';
import { LineLog, type KeptAside } from './line-log';
import { PRESETS } from './memory-records';

interface PresetParts {
  readonly root: string;
  randomId(): string;
  changed(): void;
  readonly keptAside: KeptAside;
}

/** Settings that a person keeps under names. */
export class Presets implements KeptPresets {
  readonly #parts: PresetParts;
  readonly #file: string;
  /** Null until they are read: what is written takes the place of all. */
  #kept: readonly GenerationPreset[] | null = null;
  #tail: Promise<void> = Promise.resolve();

  constructor(parts: PresetParts) {
    this.#parts = parts;
    this.#file = path.join(parts.root, 'presets.ndjson');
  }

  async open(): Promise<void> {
    const { log, entries } = await LineLog.open(this.#file, PRESETS, this.#parts.keptAside);
    await log.close();
    this.#kept = entries;
  }

  /** By name. */
  all(): readonly GenerationPreset[] {
    return (this.#kept ?? []).toSorted((a, b) => a.name.localeCompare(b.name));
  }

  /** Takes the place of one with this name. */
  save(name: string, settings: FormSettings): Promise<void> {
    const kept = this.#read();
    const others = kept.filter((preset) => !isPresetNamed(preset, name));
    if (others.length >= MAX_PRESETS) fail('invalid-input', { field: 'preset' });
    const id = kept.find((preset) => isPresetNamed(preset, name))?.id ?? this.#parts.randomId();
    return this.#keep([...others, { id, name, settings }]);
  }

  /** Refuses the name of another one: that one would be gone without having been asked for. */
  rename(presetId: string, name: string): Promise<void> {
    const kept = this.#read();
    const renamed = kept.filter(({ id }) => id === presetId).map((preset) => ({ ...preset, name }));
    const others = kept.filter(({ id }) => id !== presetId);
    if (others.some((preset) => isPresetNamed(preset, name))) fail('already-exists', { name });
    return renamed.length === 0 ? fail('not-found') : this.#keep([...others, ...renamed]);
  }

  remove(presetId: string): Promise<void> {
    return this.#keep(this.#read().filter(({ id }) => id !== presetId));
  }

  #read(): readonly GenerationPreset[] {
    return this.#kept ?? fail('unexpected', {}, 'The presets are not read');
  }

  #keep(presets: readonly GenerationPreset[]): Promise<void> {
    this.#kept = presets;
    this.#parts.changed();
    const written = this.#tail.then(() => LineLog.rewrite(this.#file, PRESETS, presets));
    this.#tail = written.catch(() => undefined);
    return written;
  }
}
