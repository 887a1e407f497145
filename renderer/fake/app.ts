import { failure } from '../../shared/failure';
import type { AssetRow, Deletion, LibraryState, ScanState, SmartView } from '../../shared/library';
import { SMART_VIEWS } from '../../shared/library';
import { DEFAULT_SETTINGS, LANGUAGES, type Settings, THEMES } from '../../shared/settings';
import type { ConnectionTrouble, TransferItem } from '../../shared/transfer';
import type { UnfinishedUpload } from '../../shared/unfinished';
import { foldersBelow, isInView, makeAssets } from './assets';
import { FAKE_CONNECTION_ID, makeConnections } from './connections';
import { makeGeneration, makeTasks } from './generation';
import { makeLocalApi } from './local-api';
import { FakeState } from './state';
import { makeUpdates } from './updates';
import { makeWatch } from './watch';
import { atRest, makeTransfers, makeUnfinished, summarize, troublesOf } from './transfers';

const ASSETS = 412;

function settingsOf(query: URLSearchParams): Settings {
  const theme = THEMES.find((name) => name === query.get('theme')) ?? 'system';
  const language = LANGUAGES.find((name) => name === query.get('language')) ?? 'system';
  return { ...DEFAULT_SETTINGS, theme, language };
}

function scanOf(scene: string, now: number): ScanState {
  switch (scene) {
    case 'error':
      return { kind: 'failed', failure: failure('offline'), knownAt: now - 3_600_000 };
    case 'error-empty':
      return { kind: 'failed', failure: failure('wrong-secret', {}, '403 SignatureDoesNotMatch'), knownAt: null };
    case 'scanning':
      return { kind: 'scanning', found: 128_402, requests: 131, left: 870, knownAt: null };
    case 'stopped':
      return { kind: 'stopped', by: 'person', found: 12_402, requests: 13, left: null, knownAt: null };
    case 'stopped-large':
      return { kind: 'stopped', by: 'size', found: 100_402, requests: 106, left: 900, knownAt: null };
    default:
      return { kind: 'complete', at: now - 60_000, requests: 1 };
  }
}

/** A large deletion on its way, for the scenes that are busy. */
const FAKE_DELETION: Deletion = {
  id: 'd1',
  connectionId: FAKE_CONNECTION_ID,
  total: 100_000,
  done: 12_500,
  failed: 0,
  stopping: false,
};

const FAKE_DAMAGE = { keptAs: 'usage.damaged-1795914000000.log', lost: 'some' } as const;

function libraryOf(assets: readonly AssetRow[], scan: ScanState): LibraryState {
  const viewCounts = Object.fromEntries(
    SMART_VIEWS.map((view) => [view, assets.filter((asset) => isInView(view, asset)).length]),
  ) as Record<SmartView, number>;
  return {
    connectionId: FAKE_CONNECTION_ID,
    revision: 1,
    scan,
    objectCount: assets.length,
    totalBytes: assets.reduce((total, { size }) => total + size, 0),
    infrequentBytes: 0,
    viewCounts,
    folders: foldersBelow(assets, ''),
    deleting: scan.kind === 'scanning' ? [FAKE_DELETION] : [],
  };
}

/** An invented app in one scene: state, and commands that change it. */
export class FakeApp {
  readonly state: FakeState;
  readonly scene: string;
  /** How long invented work takes: 1 as in life, 0 for tests. */
  readonly pace: number;
  assets: AssetRow[];
  items: TransferItem[];
  troubles: readonly ConnectionTrouble[];
  unfinished: readonly UnfinishedUpload[];

  constructor(
    readonly query: URLSearchParams,
    now: number,
  ) {
    this.scene = query.get('scene') ?? 'library';
    this.pace = Number(query.get('pace') ?? 1);
    const bare = ['wizard', 'no-keychain', 'empty', 'error-empty'].includes(this.scene);
    this.assets = bare ? [] : makeAssets(ASSETS, now);
    // The question about a taken name opens a dialog, which only the full scene wants over everything.
    this.unfinished = this.scene === 'quiet' ? [] : makeUnfinished(now);
    this.troubles = troublesOf(this.scene, now);
    const [trouble] = this.troubles;
    const made = makeTransfers(now);
    const items = (trouble === undefined ? made : atRest(made, trouble.failure)).filter(
      ({ state }) => this.scene === 'full' || state.kind !== 'conflict',
    );
    this.items = bare || this.scene === 'quiet' ? [] : items;
    const tasks = bare ? [] : makeTasks(now, this.scene === 'full' ? 60 : 14);
    this.state = new FakeState({
      settings: settingsOf(query),
      connections: makeConnections(this.scene),
      library: libraryOf(this.assets, scanOf(this.scene, now)),
      transfers: {
        summary: summarize(this.items, false, this.troubles),
        revision: 1,
        regrouped: 0,
        changed: this.items,
        listings: this.scene === 'full' ? [{ id: 'l1', found: 12_000 }] : [],
      },
      generation: makeGeneration(tasks, this.scene),
      check: null,
      localApi: makeLocalApi(this.scene),
      updates: makeUpdates(this.scene, now),
      watch: makeWatch(this.scene, now),
      usage: { revision: 1, damage: this.scene === 'damaged' ? FAKE_DAMAGE : null },
    });
  }

  /** All connections can be used again. */
  openAll(): null {
    this.troubles = [];
    this.items = this.items.map((item) =>
      item.state.kind === 'waiting' && item.state.until === null ? { ...item, state: { kind: 'queued' } } : item,
    );
    this.publishTransfers();
    return null;
  }

  stopListings(): void {
    this.state.set('transfers', { ...this.state.slices.transfers, listings: [] });
  }

  /** Puts the queue's state on show again after `items` changed. */
  publishTransfers(paused = this.state.slices.transfers.summary.paused): void {
    const revision = this.state.slices.transfers.revision + 1;
    this.state.set('transfers', {
      summary: summarize(this.items, paused, this.troubles),
      revision,
      regrouped: 0,
      changed: this.items,
      listings: this.state.slices.transfers.listings,
    });
  }

  publishLibrary(): void {
    const { scan, revision } = this.state.slices.library;
    this.state.set('library', { ...libraryOf(this.assets, scan), revision: revision + 1 });
  }
}
