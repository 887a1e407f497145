import { nameOfKey } from '../../../../shared/keys';
import { nameUpload, needsHash, type NameChange, type NameFacts } from '../../../../shared/upload-names';
import { conversionFor, convertedExtension, locationRemovalFor, ruleFor } from '../../../../shared/upload-rules';
import type { UploadSettings } from '../../../../shared/upload-settings';
import type { Naming, UploadRecord } from '../journal/records';

/** What becomes of a file by the settings. */
export interface PlannedUpload {
  readonly key: string;
  readonly changes: readonly NameChange[];
  readonly headers: UploadRecord['headers'];
  readonly conversion: UploadRecord['conversion'];
  readonly removal: UploadRecord['removal'];
  /** What the key is made of, where it cannot be told for good before the file is read. */
  readonly naming: Naming | null;
}

interface PlannerDeps {
  readonly settings: UploadSettings;
  /** Uploaded into: '' or with its slash at the end. */
  readonly folder: string;
  /** When the batch was added, ms since 1970. */
  readonly at: number;
  /** Of the numbers in names. */
  readonly digits: number;
  /** Files of the same count that came before. */
  readonly before?: number;
  randomId(): string;
}

/** Plans the files of one batch, in their order. */
export class UploadPlanner {
  readonly #deps: PlannerDeps;
  #count: number;

  constructor(deps: PlannerDeps) {
    this.#deps = deps;
    this.#count = deps.before ?? 0;
  }

  /** `relative`: with `/`, below what was given. `hash`: what stands for it until the file is read; null for its name. */
  plan(relative: string, hash: string | null = null): PlannedUpload {
    const { settings, folder, at, digits, randomId } = this.#deps;
    this.#count += 1;
    const name = nameOfKey(relative);
    const rule = ruleFor(settings.rules, name);
    const conversion = conversionFor(rule, name);
    const removal = locationRemovalFor(rule, name);
    const extension = conversion === null ? null : convertedExtension(conversion.format, name);
    const facts: NameFacts = { relative, at, uuid: randomId(), n: this.#count, digits, hash, extension };
    const { template, prefix, lowerCase } = settings;
    const plan = { template, prefix, lowerCase };
    const { key, changes } = nameUpload(folder, plan, facts);
    const naming = needsHash(template) || extension !== null ? { folder, ...plan, ...facts, hash: null } : null;
    return { key, changes, headers: headersFor(settings, name), conversion, removal, naming };
  }
}

/** The headers that the rules give a file of this name. */
export function headersFor(settings: UploadSettings, name: string): UploadRecord['headers'] {
  const rule = ruleFor(settings.rules, name);
  return { cacheControl: rule?.cacheControl ?? null, metadata: rule?.metadata ?? {} };
}
