import type { CommandInput, CommandName, CommandValue } from '../../shared/contract';
import type { ConnectionDraft, ConnectionProfile } from '../../shared/connection';
import { fail } from '../../shared/failure';
import type { AddedTransfers, TransferItem, TransferSelection, TransferState } from '../../shared/transfer';
import type { AssetRow } from '../../shared/library';
import { publicUrl } from '../../shared/links';
import type { FakeApp } from './app';
import { detailsOf, rowsOf, selectedAssets } from './assets';
import { checkStory, FAKE_CONNECTION_ID, FAKE_ENV_FILE, readFakeImport } from './connections';
import { makeTasks } from './generation';

type Commands<Prefix extends string> = {
  readonly [N in Extract<CommandName, `${Prefix}.${string}`>]: (
    input: CommandInput<N>,
  ) => CommandValue<N> | Promise<CommandValue<N>>;
};

const BASE = 'https://media.example.com';

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export function shellCommands({ state }: FakeApp): Commands<'app' | 'settings'> {
  return {
    'app.snapshot': () => state.snapshot(navigator.language),
    'app.painted': () => null,
    'app.openPage': () => null,
    'app.revealTransfer': () => null,
    'settings.update': (patch) => {
      state.set('settings', { ...state.slices.settings, ...patch });
      return state.slices.settings;
    },
  };
}

function profileOf(id: string, draft: ConnectionDraft): ConnectionProfile {
  const { address, bucket, publicBase, accessKeyId } = draft;
  return { id, name: bucket, address, bucket, publicBase, accessKeyId, secret: 'stored', createdAt: Date.now() };
}

export function connectionCommands(app: FakeApp): Commands<'connections'> {
  const { state } = app;
  const keep = (profile: ConnectionProfile): ConnectionProfile => {
    const { profiles, storage } = state.slices.connections;
    const others = profiles.filter(({ id }) => id !== profile.id);
    state.set('connections', { profiles: [...others, profile], activeId: profile.id, storage });
    return profile;
  };
  return {
    'connections.check': async ({ checkId, draft }) => {
      const story = checkStory(draft.bucket, draft.publicBase);
      for (let done = 0; done <= story.length; done += 1) {
        const lines = story.map((line, index) => {
          if (index < done) return line;
          return {
            name: line.name,
            outcome: index === done ? { kind: 'running' as const } : { kind: 'waiting' as const },
          };
        });
        state.set('check', { checkId, lines, finished: done === story.length });
        if (done < story.length) await pause(app.scene === 'test' ? 0 : 450);
      }
      return null;
    },
    'connections.save': async ({ draft, replaces }) => {
      if (draft.bucket === 'unsaved') fail('disk-full');
      return keep(profileOf(replaces ?? `c${Date.now()}`, draft));
    },
    'connections.select': ({ connectionId }) => {
      state.set('connections', { ...state.slices.connections, activeId: connectionId });
      return null;
    },
    'connections.remove': ({ connectionId }) => {
      const { profiles, storage } = state.slices.connections;
      const rest = profiles.filter(({ id }) => id !== connectionId);
      state.set('connections', { profiles: rest, activeId: rest[0]?.id ?? null, storage });
      return null;
    },
    'connections.openSandbox': async () => {
      await pause(app.scene === 'test' ? 0 : 900);
      const draft = { address: { kind: 'sandbox' }, bucket: 'sandbox', publicBase: 'http://127.0.0.1:41231' } as const;
      return keep(
        profileOf(FAKE_CONNECTION_ID, { ...draft, accessKeyId: 'sandbox', secret: { kind: 'held', id: 's' } }),
      );
    },
    'connections.readImport': ({ text }) => readFakeImport(text) ?? fail('import-nothing-found'),
    'connections.readImportFile': () => readFakeImport(FAKE_ENV_FILE),
  };
}

function assetOf(app: FakeApp, assetId: string): AssetRow {
  return app.assets.find((asset) => asset.assetId === assetId) ?? fail('not-found');
}

export function libraryCommands(app: FakeApp): Commands<'library' | 'links'> {
  const linkOf = (asset: AssetRow) => ({ kind: 'public', url: publicUrl(BASE, asset.key) }) as const;
  return {
    'library.summary': ({ view }) => {
      const rows = rowsOf(app.assets, view);
      const objects = rows.filter((row) => row.kind === 'asset');
      const totalBytes = objects.reduce((total, { size }) => total + size, 0);
      return { revision: 1, rowCount: rows.length, objectCount: objects.length, totalBytes };
    },
    'library.rows': ({ view, start, count }) => ({
      revision: 1,
      rows: rowsOf(app.assets, view).slice(start, start + count),
    }),
    'library.position': ({ view, assetId }) => {
      const at = rowsOf(app.assets, view).findIndex((row) => row.kind === 'asset' && row.assetId === assetId);
      return at < 0 ? null : at;
    },
    'library.refresh': () => null,
    'library.details': ({ assetId }) => detailsOf(assetOf(app, assetId)),
    'library.measure': ({ selection }) => {
      const assets = selectedAssets(app.assets, selection);
      return { count: assets.length, totalBytes: assets.reduce((total, { size }) => total + size, 0) };
    },
    'library.delete': async ({ selection }) => {
      const gone = new Set(selectedAssets(app.assets, selection));
      app.assets = app.assets.filter((asset) => !gone.has(asset));
      app.publishLibrary();
      return { deleted: gone.size, failed: [] };
    },
    'library.download': ({ selection }) => added(selectedAssets(app.assets, selection).length),
    'library.readText': () => ({
      text: 'Notes on the shoot\n\n- low tide at 06:12\n- tripod, 35 mm',
      truncated: false,
    }),
    'links.copy': ({ selection }) => {
      const links = selectedAssets(app.assets, selection).map(linkOf);
      const first = links[0] ?? fail('not-found');
      return { copied: links.length, text: links.map(({ url }) => url).join('\n'), first, unreachable: 0 };
    },
    'links.of': async ({ assetId }) => {
      await pause(300);
      return linkOf(assetOf(app, assetId));
    },
    'links.open': () => null,
  };
}

function added(count: number): AddedTransfers {
  return { added: count, totalBytes: count * 3_400_000, skipped: [], skippedCount: 0 };
}

function isMeant(which: TransferSelection, item: TransferItem): boolean {
  return which === 'all' || which.includes(item.id);
}

export function transferCommands(app: FakeApp): Commands<'transfers'> {
  const change = (which: TransferSelection, next: (state: TransferState) => TransferState): null => {
    app.items = app.items.map((item) => (isMeant(which, item) ? { ...item, state: next(item.state) } : item));
    app.publishTransfers();
    return null;
  };
  return {
    'transfers.addPaths': ({ paths }) => added(paths.length),
    'transfers.addPasted': () => added(1),
    'transfers.pick': ({ what }) => added(what === 'files' ? 3 : 48),
    'transfers.rows': ({ start, count }) => ({ total: app.items.length, rows: app.items.slice(start, start + count) }),
    'transfers.pause': ({ which }) => {
      if (which === 'all') app.publishTransfers(true);
      else change(which, (state) => ({ kind: 'paused', movedBytes: state.kind === 'moving' ? state.movedBytes : 0 }));
      return null;
    },
    'transfers.resume': ({ which }) => {
      if (which === 'all') app.publishTransfers(false);
      else change(which, () => ({ kind: 'queued' }));
      return null;
    },
    'transfers.retry': ({ which }) => change(which, (state) => (state.kind === 'failed' ? { kind: 'queued' } : state)),
    'transfers.cancel': ({ which }) => {
      app.items = app.items.filter((item) => !isMeant(which, item));
      app.publishTransfers();
      return null;
    },
    'transfers.clearFinished': () => {
      app.items = app.items.filter(({ state }) => state.kind !== 'done' && state.kind !== 'skipped');
      app.publishTransfers();
      return null;
    },
    'transfers.decide': ({ transferId, decision }) =>
      change([transferId], () => ({ kind: decision === 'skip' ? 'skipped' : 'queued' })),
  };
}

export function generationCommands({ state }: FakeApp): Commands<'generation'> {
  const keep = (change: Partial<typeof state.slices.generation>): void =>
    state.set('generation', { ...state.slices.generation, ...change });
  return {
    'generation.start': (input) => {
      const now = Date.now();
      const tasks = makeTasks(now, 0)
        .slice(2, 3)
        .flatMap((task) =>
          Array.from({ length: input.count }, (_, index) => {
            const { prompt, provider, model, seed, size, style } = input;
            const id = `g${now}-${index}`;
            return {
              ...task,
              id,
              batchId: `b${now}`,
              size,
              style,
              facts: { prompt, provider, model, seed, createdAt: now },
            };
          }),
        );
      keep({ tasks: [...tasks, ...state.slices.generation.tasks] });
      return { tasks };
    },
    'generation.cancel': ({ taskId }) => {
      const tasks = state.slices.generation.tasks.map((task) =>
        task.id === taskId ? { ...task, state: { kind: 'cancelled' } as const } : task,
      );
      keep({ tasks });
      return null;
    },
    'generation.retry': ({ taskId }) => {
      const tasks = state.slices.generation.tasks.map((task) =>
        task.id === taskId ? { ...task, state: { kind: 'queued' } as const } : task,
      );
      keep({ tasks });
      return null;
    },
    'generation.forget': ({ taskIds }) => {
      keep({ tasks: state.slices.generation.tasks.filter(({ id }) => !taskIds.includes(id)) });
      return null;
    },
    'generation.setUp': ({ provider, baseUrl, apiKey }) => {
      const providers = state.slices.generation.providers.map((info) =>
        info.id === provider
          ? {
              ...info,
              baseUrl,
              status: 'ready' as const,
              key: apiKey === '' ? ('missing' as const) : ('stored' as const),
            }
          : info,
      );
      keep({ providers });
      return null;
    },
  };
}
