import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { app, type BrowserWindow } from 'electron';
import { drop } from '../shared/drop';
import { fail, FailureError, failure } from '../shared/failure';
import type { ReferenceInput } from '../shared/generation';
import { NO_GENERATION } from '../shared/generation-state';
import { nameOfKey } from '../shared/keys';
import { EMPTY_LIBRARY, type LibraryState } from '../shared/library';
import { LOCAL_API_OFF } from '../shared/local-api';
import { keepsPrompts, type Settings } from '../shared/settings';
import type { AppFacts } from '../shared/state';
import { EMPTY_TRANSFER_SUMMARY, type CopiedFrom, type TransferItem } from '../shared/transfer';
import { EMPTY_USAGE, hostOfAddress } from '../shared/usage';
import { UPDATES_OFF } from '../shared/updates';
import { EMPTY_WATCH } from '../shared/watch';
import { limitsAt } from '../shared/work-settings';
import { CloudflareAccount } from './core/connections/cloudflare-account';
import { createConnections, type Connections } from './core/connections/connections';
import { SecretClipboard } from './core/connections/secret-clipboard';
import { createGeneration } from './core/generation/create-generation';
import type { Generation } from './core/generation/generation';
import { assetIdOf } from './core/library/asset-id';
import { createLibrary } from './core/library/create-library';
import { indexThread } from './core/library/index/index-thread';
import { createThumbnails } from './core/library/create-thumbnails';
import { ResizedPictures } from './core/library/resized-pictures';
import { pageTextOf } from './core/library/page-texts';
import { SharedThumbnails } from './core/library/shared-thumbnails';
import { readAsset, readLocal } from './core/library/read-asset';
import { DragFiles } from './core/library/drag-files';
import { ThumbnailFiles } from './core/library/thumbnail-files';
import type { Library } from './core/library/library';
import { UndoMoves } from './core/library/undo-moves';
import { LinksAfterUpload, type ArrivedUpload } from './core/links/after-upload';
import { createLinks } from './core/links/links';
import { RecentUploads } from './core/links/recent-uploads';
import { LocalApi } from './core/local-api/local-api';
import { sampleFiles } from './core/samples/samples';
import { seedSandbox } from './core/samples/seed-sandbox';
import { testPicture } from './core/samples/test-picture';
import type { CreateStore, StoreConfig } from './core/store/store-config';
import { createWebFetch } from './core/store/web-fetch';
import { Bandwidth } from './core/transfers/bandwidth';
import { systemClock } from './core/transfers/clock';
import { createTransfers } from './core/transfers/transfers';
import type { Transfers } from './core/transfers/transfers-api';
import { meteredFetch } from './core/usage/metered-fetch';
import { Updates } from './core/updates/updates';
import { Meter } from './core/usage/meter';
import { Usage } from './core/usage/usage';
import { PassphraseVault } from './core/vault/passphrase-vault';
import { SecretKeeping } from './core/vault/secret-keeping';
import { Vault } from './core/vault/vault';
import type { WatchedFolders } from './core/watch/watch';
import { createWatchedFolders } from './core/watch/watched-folders';
import type { House } from './ipc/house';
import { Publisher } from './ipc/publisher';
import { cloudflareApi } from './shell/cloudflare-api';
import { copyLimits } from './shell/copy-limits';
import { createDecoderWindow } from './shell/decoder-window';
import { desktop, textClipboard } from './shell/desktop';
import { diagnostics } from './shell/diagnostics';
import { createDialogs } from './shell/dialogs';
import { dragOut } from './shell/drag-out';
import type { Documents, DocumentStore } from './shell/document-store';
import type { Log } from './shell/log';
import type { MediaDeps } from './shell/media-protocol';
import { builtFile, type DataPaths } from './shell/paths';
import { ProviderKeyStore } from './shell/provider-keys';
import type { QuitQuestionDeps } from './shell/quit-question';
import { SandboxProcess } from './shell/sandbox-process';
import { SettingsService } from './shell/settings';
import { tellDamaged, tellSetAside } from './shell/set-aside-notice';
import type { QuitWith } from './shell/start';
import type { UpdateEngineDeps } from './shell/update-engine';
import { updateSource } from './shell/update-source';
import { systemProxyFor } from './shell/system-proxy';
import { AppTray } from './shell/tray';
import { KeychainVault } from './shell/vault';
import { WorkWatch } from './shell/work-watch';

export interface HouseOptions {
  readonly paths: DataPaths;
  readonly log: Log;
  readonly documents: Documents;
  /** What could configure a connection, out of the process's environment. */
  readonly environment: House['environment'];
  readonly window: () => BrowserWindow | null;
  /** The page has painted its first real screen. */
  readonly painted: () => void;
  readonly quitWith: QuitWith;
  readonly onSettings: (settings: Settings) => void;
  /** Brings the window to the front, or opens it. */
  readonly showWindow: () => void;
}

/** The running services, as the window and the protocols need them. */
export interface RunningHouse {
  readonly commands: House;
  readonly media: MediaDeps;
  readonly quitting: Omit<QuitQuestionDeps, 'window'>;
  readonly tray: Pick<AppTray, 'isShown'>;
  /** Takes up what the last run left, and opens the bucket that was open. */
  start(): Promise<void>;
  windowClosed(): void;
  stop(): Promise<void>;
}

/** The S3 client is loaded when the first bucket is opened, not when the app starts. */
const loadStore: CreateStore = async (config) => (await import('./core/store/r2-store')).createR2Store(config);

/** The same of what fetches updates. */
const loadUpdateEngine = async (deps: UpdateEngineDeps) =>
  (await import('./shell/update-engine')).createUpdateEngine(deps);

/** Builds all services and wires them to each other. The one place where they meet. */
export function buildHouse(options: HouseOptions): RunningHouse {
  const { paths, log, documents, environment, window, painted, quitWith, onSettings, showWindow } = options;
  const now = (): number => Date.now();
  const keptAside = (copy: string): void => documents.keptAside(copy);
  const document = (name: string): DocumentStore => documents.open(name);
  const passphrase = new PassphraseVault({ storage: document('vault'), now });
  const vault = new Vault(new KeychainVault(), passphrase);
  const sandbox = new SandboxProcess(builtFile('sandbox', 'utility-entry.js'), paths.sandbox);
  const settings = new SettingsService(document('settings'), (value, before) => {
    publisher.publish('settings', value);
    bandwidth.changed();
    if (value.lookForUpdates !== before.lookForUpdates) updates.plan();
    onSettings(value);
    tray.look();
  });
  const bandwidth = new Bandwidth({
    clock: systemClock,
    limits: () => limitsAt(settings.current.work.speed, new Date()),
  });
  // Asked piece by piece even without a limit: one that is set in the middle of a body counts for the rest of it.
  const createStore: CreateStore = (config) => {
    const host = config.countedAs ?? new URL(config.endpoint).host;
    const onAnswer: StoreConfig['onAnswer'] = (answered) => meter.count(host, answered);
    return loadStore({ ...config, proxyFor: systemProxyFor, throttle: () => bandwidth, onAnswer });
  };
  const webFetch = createWebFetch(systemProxyFor);
  const meter = new Meter({
    folder: paths.usage,
    clock: systemClock,
    onChange: (state) => publisher.publish('usage', state),
    report: (error) => log.error('usage', error),
  });
  const probe = {
    fetch: meteredFetch(
      webFetch,
      () => connections.state().profiles,
      (host, answered) => meter.count(host, answered),
    ),
  };

  const connections: Connections = createConnections({
    storage: document('connections'),
    vault,
    sandbox,
    createStore,
    probe,
    proveToken: (chosen, accountId, signal) => cloudflare.prove(chosen, accountId, signal),
    now,
    randomId: randomUUID,
    onChange: (state) => {
      publisher.publish('connections', state);
      watch.connectionsChanged();
      tray.look();
      drop(showActive());
    },
  });
  const cloudflare = new CloudflareAccount({
    fetch: webFetch,
    base: cloudflareApi(),
    tokenOf: (chosen) => connections.apiTokenOf(chosen),
    hold: (secret) => connections.hold(secret),
    proved: (token) => connections.noteToken(token),
  });
  const storeOf = (connectionId: string): ReturnType<Connections['storeOf']> => connections.storeOf(connectionId);

  const library: Library = createLibrary({
    storeOf,
    knows: (connectionId) => connections.has(connectionId) && !leaving.has(connectionId),
    publish: (slice) => {
      publisher.publish('library', slice);
      noteStored(slice);
    },
    factsOf: (connectionId, key) => generation.factsOf(connectionId, key),
    transferOfAsset: (assetId) => transfers.itemOfAsset(assetId),
    clock: systemClock,
    cacheDir: paths.cache,
    startIndex: () => indexThread(builtFile('index', 'index-worker.cjs')),
    report: (error) => log.error('library', error),
  });

  const links = createLinks({
    profileOf: (id) => connections.readyProfileOf(id),
    storeOf,
    domainProven: (id, base) => connections.domainProven(id, base),
    tried: (id, key, opens) => library.linksTried(id, [{ key, opens }]),
    pictureSize: (id, assetId) => library.pictureSize(id, assetId),
    settings: () => settings.current,
    probe,
    now,
  });
  const afterUpload = new LinksAfterUpload(
    () => settings.current.copyLinksAfterUpload,
    (files) => drop(copyArrived(files)),
  );

  const recentUploads = new RecentUploads(document('recent-uploads'), () => tray.look());
  const dialogs = createDialogs(window);
  const tray = new AppTray({
    icon: builtFile('main', 'icon.png'),
    settings: () => settings.current,
    recent: () => recentUploads.files,
    connected: () => connections.state().activeId !== null,
    showWindow,
    pickFiles: () => dialogs.pickFiles(),
    upload: uploadFromTray,
    copyLink: (file) => copyArrived([file]),
  });

  async function uploadFromTray(files: readonly string[]): Promise<void> {
    const { activeId } = connections.state();
    if (activeId === null) return showWindow();
    await transfers.addPaths({ connectionId: activeId, prefix: '', paths: files, choices: null });
  }

  /** Puts the links of what was uploaded on the clipboard, and says so; false when it cannot. */
  async function copyArrived(files: readonly ArrivedUpload[]): Promise<boolean> {
    const [first] = files;
    if (first === undefined) return false;
    const wish = { way: { kind: 'auto' }, form: settings.current.linkFormat, width: null } as const;
    try {
      const copied = await links.copyOf(first.connectionId, files, wish, stopping.signal);
      await desktop.copyText(copied.text);
      publisher.notify({ kind: 'links-copied', links: copied });
      return true;
    } catch (error) {
      if (stopping.signal.aborted) return false;
      if (!(error instanceof FailureError)) throw error;
      publisher.notify({ kind: 'failure', failure: error.failure });
      return false;
    }
  }

  const transfers: Transfers = createTransfers({
    root: paths.transfers,
    storeOf,
    profileOf: (id) => connections.state().profiles.find((profile) => profile.id === id) ?? null,
    hooks: {
      ...library.hooks,
      uploadDone(item, object) {
        library.hooks.uploadDone(item, object);
        drop(thumbnails.share(item.assetId));
        afterUpload.uploadDone(item, object);
        recentUploads.uploadDone(item, object);
      },
      copyDone(item, object) {
        if (item.copy !== null) drop(carryFacts(item.copy, item));
        library.hooks.copyDone(item, object);
        moves.arrived(item, object.etag);
      },
    },
    publish: (slice) => {
      publisher.publish('transfers', slice);
      workWatch.look(slice.summary);
      afterUpload.look(slice.summary);
      recentUploads.look(slice.summary);
    },
    conflictRule: () => settings.current.conflictRule,
    uploadSettings: () => settings.current.uploads,
    converter: { convert: (job, signal) => decoder.convert(job, signal) },
    downloadRule: () => settings.current.downloadConflictRule,
    assetIdOf,
    copyLimits: copyLimits(),
    clock: systemClock,
    randomId: randomUUID,
    random: Math.random,
  });

  /** Connections that are just being removed. */
  const leaving = new Set<string>();
  const watch: WatchedFolders = createWatchedFolders({
    root: paths.watch,
    ownFolder: paths.root,
    storage: document('watched-folders'),
    uploads: transfers,
    uploadSettings: () => settings.current.uploads,
    isConnected: (id) => !leaving.has(id) && connections.state().profiles.some((profile) => profile.id === id),
    trash: (file) => desktop.trash(file),
    clock: systemClock,
    randomId: randomUUID,
    publish: (slice) => publisher.publish('watch', slice),
    keptAside,
    report: (error) => log.error('watch', error),
  });

  const drags = new DragFiles({ dir: path.join(paths.cache, 'drags'), library, storeOf, randomId: randomUUID });
  const moves = new UndoMoves({ transfers, library, randomId: randomUUID });

  const workWatch = new WorkWatch({
    transfers,
    settings: () => settings.current,
    window,
    open: () => publisher.notify({ kind: 'menu', command: 'open-transfers' }),
  });

  /** What a picture was made from goes along with it. */
  async function carryFacts(from: CopiedFrom, to: TransferItem): Promise<void> {
    const facts = generation.factsOf(from.connectionId, from.key);
    if (facts === null) return;
    await generation.addFacts(to.connectionId, to.key, facts);
    library.factsChanged(to.connectionId, to.key);
  }

  const generationListeners = new Set<() => void>();
  const providerKeys = new ProviderKeyStore(document('provider-keys'), vault);
  function openAccount(): string {
    const { activeId, profiles } = connections.state();
    const open = profiles.find(({ id }) => id === activeId);
    return open?.address.kind === 'r2' ? open.address.accountId : '';
  }

  async function readReference(reference: ReferenceInput, maxBytes: number) {
    if (reference.kind === 'file') {
      return { bytes: await readLocal(reference.path, maxBytes), name: path.basename(reference.path) };
    }
    const source = (await library.assetOf(reference.assetId)) ?? fail('not-found');
    const bytes = await readAsset(source, maxBytes, storeOf, stopping.signal);
    return {
      bytes,
      name:
        source.kind === 'local' ? path.basename(source.path) : source.kind === 'remote' ? nameOfKey(source.key) : '',
    };
  }
  const generation: Generation = createGeneration({
    root: paths.generation,
    uploads: transfers,
    keepsPrompts: (connectionId) => {
      const profile = connections.state().profiles.find(({ id }) => id === connectionId);
      return profile !== undefined && keepsPrompts(settings.current, profile);
    },
    keys: providerKeys,
    configStorage: document('providers'),
    fetch: webFetch,
    converter: { convert: (job, signal) => decoder.convert(job, signal) },
    films: { film: (order, signal) => decoder.film(order, signal) },
    cloudflareApi: cloudflareApi(),
    accountId: openAccount,
    publish: (slice) => {
      publisher.publish('generation', slice);
      for (const listener of generationListeners) listener();
    },
    assetIdOf,
    readReference,
    now,
    random: Math.random,
    randomId: () => randomBytes(12).toString('hex'),
    keptAside,
    report: (error) => {
      log.error('generation', error);
      if (error instanceof FailureError) publisher.notify({ kind: 'failure', failure: error.failure });
    },
  });

  const localApi = new LocalApi({
    storage: document('local-api'),
    vault,
    uploads: transfers,
    uploadSettings: () => settings.current.uploads,
    links,
    generation,
    onGeneration: (listener) => {
      generationListeners.add(listener);
      return () => generationListeners.delete(listener);
    },
    incoming: paths.incoming,
    ownFolder: paths.root,
    clipboardPicture: () => desktop.clipboardPicture(),
    activeConnection: () => connections.state().activeId,
    clock: systemClock,
    randomId: randomUUID,
    publish: (slice) => publisher.publish('localApi', slice),
    report: (error) => log.error('local API', error),
  });

  const decoder = createDecoderWindow({
    root: builtFile('decoder'),
    preload: builtFile('preload', 'decoder-preload.cjs'),
    storeOf,
    passing: (source) => library.passing(source),
  });
  const assetOf: Library['assetOf'] = (assetId) => library.assetOf(assetId);
  const recheck: Library['recheck'] = (assetId) => library.recheck(assetId);
  const pictureFiles = new ThumbnailFiles(
    path.join(paths.cache, 'thumbnails'),
    () => settings.current.cacheMegabytes * 1024 * 1024,
  );
  const sharedThumbnails = new SharedThumbnails({
    storeOf,
    isShared: (connectionId) => settings.current.sharedThumbnails.includes(connectionId),
  });
  const resized = new ResizedPictures({
    fetch: webFetch,
    domainOf: (connectionId) => {
      const profile = connections.state().profiles.find(({ id }) => id === connectionId);
      return profile?.publicDomains.find(({ transformations }) => transformations)?.base ?? null;
    },
    refused: (host) => publisher.notify({ kind: 'failure', failure: failure('no-transformations', { host }) }),
  });
  const thumbnails = createThumbnails({
    files: pictureFiles,
    decoder,
    shared: sharedThumbnails,
    resized,
    probes: library.probes,
    assetOf,
    recheck,
    now,
  });

  const source = updateSource();
  const updates = new Updates({
    engine:
      'feed' in source
        ? () => loadUpdateEngine({ source, folder: paths.updates, log: (text) => log.info(text) })
        : null,
    off: 'feed' in source ? UPDATES_OFF : source,
    wanted: () => settings.current.lookForUpdates,
    clock: systemClock,
    publish: (state) => publisher.publish('updates', state),
    report: (error) => log.error('updates', error),
    quitWith,
  });

  const publisher = new Publisher({
    settings: settings.current,
    connections: connections.state(),
    library: EMPTY_LIBRARY,
    transfers: { summary: EMPTY_TRANSFER_SUMMARY, revision: 0, regrouped: 0, changed: [], listings: [] },
    generation: NO_GENERATION,
    check: null,
    usage: EMPTY_USAGE,
    watch: EMPTY_WATCH,
    localApi: LOCAL_API_OFF,
    updates: updates.state,
  });
  publisher.publish('generation', generation.slice());

  async function apiTokenOf(connectionId: string): Promise<string | null> {
    if (connections.profileOf(connectionId).apiToken === 'none') return null;
    return connections.apiTokenOf({ kind: 'stored', connectionId });
  }

  /** What a bucket is known to hold, once it is known. */
  function noteStored({ connectionId, scan, totalBytes }: LibraryState): void {
    if (connectionId === null || scan.kind !== 'complete') return;
    const profile = connections.state().profiles.find(({ id }) => id === connectionId);
    if (profile !== undefined) meter.stored(hostOfAddress(profile.address), profile.bucket, totalBytes);
  }

  /** The library shows the bucket that is active. */
  async function showActive(): Promise<void> {
    const { activeId } = connections.state();
    if (activeId === library.state().connectionId) return;
    if (activeId === null) await library.leave();
    else await library.open(activeId);
  }

  const secretClipboard = new SecretClipboard(
    textClipboard,
    (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    (error) => log.error('clipboard', error),
  );
  const secretKeeping = new SecretKeeping({
    vault,
    passphrase,
    keepers: [connections, providerKeys, localApi],
    onChange: (to) => {
      connections.secretsChanged();
      publisher.publish('generation', generation.slice());
      drop(localApi.secretsChanged());
      if (to === 'more') drop(takeUpAgain());
    },
  });

  /** What stood still for want of a secret goes on. */
  async function takeUpAgain(): Promise<void> {
    const { profiles, activeId } = connections.state();
    if (activeId !== null) await library.open(activeId);
    for (const { id } of profiles) transfers.release(id);
  }

  const stopping = new AbortController();
  const openSandbox: House['openSandbox'] = async () => {
    const profile = await connections.openSandbox();
    drop(addSamples(profile.id));
    return profile;
  };

  const saveConnection: House['saveConnection'] = async (input) => {
    const before = input.replaces === null ? null : connections.profileOf(input.replaces);
    const profile = await connections.save(input);
    if (before !== null) {
      const sameBucket = before.bucket === profile.bucket && isDeepStrictEqual(before.address, profile.address);
      if (sameBucket) library.forgetLinks(profile.id);
      // What was known of the bucket that stood behind it goes.
      else await forgetBucket(profile.id);
      await library.open(profile.id);
      transfers.release(profile.id);
    }
    return profile;
  };

  const replaceKeys: House['replaceKeys'] = async (keys, show, signal) => {
    const replaced = await connections.replaceKeys(keys, show, AbortSignal.any([signal, stopping.signal]));
    if (replaced) transfers.release(keys.connectionId);
    return replaced;
  };

  const removeConnection: House['removeConnection'] = async (connectionId) => {
    leaving.add(connectionId);
    try {
      watch.connectionsChanged();
      await transfers.cancelConnection(connectionId);
      await generation.forgetConnection(connectionId);
      await forgetBucket(connectionId);
      connections.remove(connectionId);
      recentUploads.forget(connectionId);
    } finally {
      leaving.delete(connectionId);
    }
    await drags.clear();
  };

  async function forgetBucket(connectionId: string): Promise<void> {
    await library.forget(connectionId);
    await pictureFiles.removeAllOf(connectionId);
  }

  /** The first time only: an empty bucket fills with samples, each on show as soon as it is there. */
  async function addSamples(connectionId: string): Promise<void> {
    const samples = sampleFiles(builtFile('main', 'samples'), now, stopping.signal);
    try {
      const store = await storeOf(connectionId);
      await seedSandbox(
        store,
        samples,
        async ({ key, facts }) => {
          if (facts !== null) await generation.addFacts(connectionId, key, facts);
          await library.refresh(connectionId);
        },
        stopping.signal,
      );
    } catch (error) {
      if (stopping.signal.aborted) return;
      log.error('samples', error);
      const cause = error instanceof FailureError ? error.failure : failure('unexpected');
      publisher.notify({ kind: 'failure', failure: cause });
    }
  }

  return {
    commands: {
      facts: appFacts(),
      publisher,
      settings,
      connections,
      environment,
      cloudflare,
      secretKeeping,
      secretClipboard,
      library,
      thumbnails,
      pageText: (assetId, page) => pageTextOf({ reader: decoder, assetOf }, assetId, page),
      cache: pictureFiles,
      sharedThumbnails,
      transfers,
      moves,
      drags,
      dragOut: async (files) => {
        const contents = window()?.webContents;
        if (contents !== undefined) await dragOut(contents, files);
      },
      links,
      linking: {
        probe,
        now,
        randomId: randomUUID,
        testPicture,
        cors: { storeOf, apiOf: (id) => cloudflare.apiOf(connections.profileOf(id)) },
      },
      generation,
      watch,
      localApi,
      updates,
      usage: new Usage({
        meter,
        profileOf: (id) => connections.profileOf(id),
        cloudflare: { fetch: webFetch, base: cloudflareApi(), tokenFor: apiTokenOf },
        now,
      }),
      dialogs,
      desktop,
      copyPictureAt: ({ x, y }) => window()?.webContents.copyImageAt(x, y),
      openSandbox,
      saveConnection,
      replaceKeys,
      removeConnection,
      diagnostics: () => diagnostics({ log, transfers, slices: () => publisher.slices }),
      notices: () => readFile(builtFile('THIRD-PARTY-NOTICES.txt'), 'utf8'),
      painted: () => {
        reportReady();
        painted();
      },
    },
    media: {
      storeOf,
      passing: (source) => library.passing(source),
      assetOf,
      recheck,
      thumbnails,
      taskFile: (taskId) => generation.taskFile(taskId),
      taskPreview: (taskId) => generation.taskPreview(taskId),
      taskAsset: (taskId) => generation.taskAsset(taskId),
    },
    quitting: {
      underWay: () => workWatch.underWay,
      settings: () => settings.current,
      dontAskAgain: () => {
        settings.update({ work: { ...settings.current.work, askBeforeQuit: false } });
      },
    },
    tray,
    async start() {
      tray.look();
      await meter.start();
      const { setAside } = await transfers.start();
      if (setAside !== null) {
        log.info(`The journal of transfers could not be read (${setAside.why}); it is kept as ${setAside.path}.`);
        tellSetAside(setAside, settings.current.language);
      }
      await generation.start();
      await watch.start();
      if (documents.damaged.length > 0) tellDamaged(documents.damaged, settings.current.language);
      await localApi.start();
      await showActive();
      await drags.clear();
      await pictureFiles.prune();
      updates.plan();
    },
    windowClosed() {
      publisher.attach(null);
      decoder.close();
    },
    async stop() {
      stopping.abort();
      updates.stop();
      await secretClipboard.clear();
      workWatch.stop();
      decoder.close();
      sharedThumbnails.close();
      await localApi.stop();
      await watch.stop();
      await Promise.all([generation.stop(), transfers.stop(), thumbnails.close()]);
      await library.close();
      connections.close();
      sandbox.stop();
      await meter.close();
    },
  };
}

function appFacts(): AppFacts {
  const { platform } = process;
  return {
    version: app.getVersion(),
    platform: platform === 'darwin' || platform === 'win32' || platform === 'linux' ? platform : 'other',
    electron: process.versions.electron,
    systemLocale: app.getLocale(),
  };
}

/** For the start bench and the packaging test, which wait for this line. */
function reportReady(): void {
  if (process.env['FLOW_MEDIA_REPORT_READY'] === '1')
    process.stdout.write(`flow-media:ready ${Math.round(performance.now())}\n`);
}
