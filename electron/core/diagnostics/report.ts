import type { ConnectionProfile } from '../../../shared/connection';
import { GENERATED_NAMES } from '../../../shared/generated-names';
import type { ScanState } from '../../../shared/library';
import type { Settings } from '../../../shared/settings';
import type { StateSlices } from '../../../shared/state';
import { blotted } from './blot';

/** Of the log, its end. */
const MAX_LOG_LINES = 150;

export interface ReportFacts {
  /** What runs, on what: a line each. */
  readonly program: readonly string[];
  readonly slices: StateSlices;
  /** The codes of failed transfers. */
  readonly failures: readonly string[];
  readonly log: string;
}

/**
 * What somebody who helps needs to know, as a text to be sent. Names of buckets, accounts, domains and files stay out; so do
 * secrets, which the slices do not hold.
 */
export function diagnosticsReport({ program, slices, failures, log }: ReportFacts): string {
  const { settings, connections, library, transfers, generation, watch, localApi, updates } = slices;
  const lines = log.trimEnd().split('\n').slice(-MAX_LOG_LINES);
  return [
    ...program,
    `Keys are kept: ${'backend' in connections.storage ? connections.storage.backend : connections.storage.kind}`,
    '',
    `Connections: ${connections.profiles.length}`,
    ...connections.profiles.map((profile) => `- ${wordsOf(profile)}`),
    `Library: ${scanWords(library.scan)}, ${library.objectCount} objects, ${library.totalBytes} bytes`,
    `Transfers: ${counted(Object.entries(transfers.summary.counts))}${transfers.summary.paused ? ', paused' : ''}`,
    `Failed by: ${tally(failures)}`,
    `Connections in trouble: ${tally(transfers.summary.troubles.map(({ failure }) => failure.code))}`,
    `Generation: ${tally(generation.tasks.map(({ state }) => state.kind))}`,
    `Services set up: ${generation.providers
      .filter(({ status }) => status === 'ready')
      .map(({ id }) => id)
      .join(', ')}`,
    `Watched folders: ${watch.folders.length}`,
    `Local API: ${localApi.state.kind}`,
    `Updates: ${updates.kind}`,
    '',
    `Settings: ${JSON.stringify(plainSettings(settings), null, 1)}`,
    '',
    `Log, its last ${lines.length} lines, without what could be private:`,
    blotted(lines.join('\n')),
    '',
  ].join('\n');
}

function wordsOf({ address, secret, apiToken, publicDomains, rights }: ConnectionProfile): string {
  const place =
    address.kind === 'r2'
      ? `R2 (${address.jurisdiction})`
      : address.kind === 'endpoint'
        ? 'another S3 store'
        : 'sandbox';
  const proven = publicDomains.filter(({ provenAt }) => provenAt !== null).length;
  return `${place}; secret ${secret}; API token ${apiToken}; ${publicDomains.length} public domains, ${proven} proven; write ${rights.write}, delete ${rights.delete}`;
}

function scanWords(scan: ScanState): string {
  return scan.kind === 'failed' ? `failed by ${scan.failure.code}` : scan.kind;
}

/** Numbers and choices; what a person has typed is counted only. */
function plainSettings(settings: Settings): object {
  const {
    uploads,
    linkTemplates,
    sharedThumbnails,
    promptsInFiles,
    linkFormat: _own,
    generatedNames,
    ...plain
  } = settings;
  return {
    ...plain,
    uploads: { hiddenFiles: uploads.hiddenFiles, preview: uploads.preview, rules: uploads.rules.length },
    linkTemplates: linkTemplates.length,
    generatedNames: generatedNames === GENERATED_NAMES ? 'preset' : 'own',
    sharedThumbnails: sharedThumbnails.length,
    promptsInFiles: Object.keys(promptsInFiles).length,
  };
}

function tally(kinds: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counted([...counts]);
}

function counted(entries: readonly (readonly [string, number])[]): string {
  const some = entries.filter(([, count]) => count > 0).map(([name, count]) => `${count} ${name}`);
  return some.length === 0 ? 'none' : some.join(', ');
}
