import type { GenerationFacts, ProviderId } from '../shared/generation';
import type { LibraryScope, SmartView } from '../shared/library';
import { prefixOfKey } from '../shared/keys';
import type { Provenance } from '../shared/provenance';
import { createStore, useStore } from './ui/store';

export const SCREENS = ['library', 'generate', 'transfers', 'usage', 'settings'] as const;
export type Screen = (typeof SCREENS)[number];

/** The steps of the wizard's Connect road, in their order. */
export const SETUP_STEPS = ['account', 'keys', 'bucket', 'links', 'check'] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];

/** What Settings are about, in the order on show. */
export const SETTINGS_SECTIONS = [
  'connections',
  'secrets',
  'appearance',
  'uploads',
  'watched-folders',
  'downloads',
  'work',
  'links',
  'domains',
  'cache',
  'providers',
  'local-api',
  'updates',
  'about',
] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];

/** What the wizard was opened for, while connections exist already. Without any it is open by itself. */
export type SetupRequest =
  | { readonly kind: 'closed' }
  | { readonly kind: 'new' }
  | { readonly kind: 'edit'; readonly connectionId: string; readonly step: SetupStep }
  /** For another bucket with the same keys. */
  | { readonly kind: 'duplicate'; readonly connectionId: string };

/** A prompt and its settings, as the app knows them or as a file says. */
export type FillRequest =
  { readonly kind: 'made'; readonly facts: GenerationFacts } | { readonly kind: 'found'; readonly found: Provenance };

/** Where the person is, and what one screen asks of another. */
export interface Navigation {
  readonly screen: Screen;
  /** What the library shows; kept while another screen is open. */
  readonly scope: LibraryScope;
  readonly setup: SetupRequest;
  /** An asset that the library should scroll to and select; `token` tells two requests for the same one apart. */
  readonly reveal: { readonly assetId: string; readonly token: number } | null;
  /** Grows when the library's search field should take the focus. */
  readonly searchRequest: number;
  /** What the Generate screen should fill its form with. */
  readonly generateFrom: { readonly from: FillRequest; readonly token: number } | null;
  /** A picture of the library that the Generate screen should start from. */
  readonly reference: { readonly assetId: string; readonly name: string; readonly token: number } | null;
  /** The generation service whose set-up Settings should show. */
  readonly provider: { readonly id: ProviderId; readonly token: number } | null;
  /** The section that Settings should show. */
  readonly section: SettingsSection | null;
  /** The Transfers screen should show the uploads that were begun and never finished. */
  readonly unfinished: boolean;
}

const START: Navigation = {
  screen: 'library',
  // Pictures first: all of them, wherever they lie; folders are a click away.
  scope: { kind: 'smart', view: 'all' },
  setup: { kind: 'closed' },
  reveal: null,
  searchRequest: 0,
  generateFrom: null,
  reference: null,
  provider: null,
  section: null,
  unfinished: false,
};

const store = createStore(START);
let lastToken = 0;

function change(patch: Partial<Navigation>): void {
  const current = store.read();
  const { screen = current.screen, setup = current.setup } = patch;
  if (screen !== current.screen || setup.kind !== current.setup.kind) leaveField();
  store.set({ ...current, ...patch });
}

/** Fields whose text counts once they are left hear nothing of that when they go with their screen, as with a key or the menu. */
function leaveField(): void {
  const { activeElement } = document;
  if (activeElement instanceof HTMLInputElement || activeElement instanceof HTMLTextAreaElement) activeElement.blur();
}

/** Where the person is; renders again when that changes. */
export function useNavigation(): Navigation {
  return useStore(store);
}

/** Where the person is now, for handlers. */
export function readNavigation(): Navigation {
  return store.read();
}

export function navigate(screen: Screen): void {
  change({ screen });
}

/** Shows a folder in the library; '' is the top. */
export function openFolder(prefix: string): void {
  change({ screen: 'library', scope: { kind: 'folder', prefix } });
}

export function openSmartView(view: SmartView): void {
  change({ screen: 'library', scope: { kind: 'smart', view } });
}

/** Has the library begin anew when one goes there: another bucket is open. */
export function forgetPlace(): void {
  change({ scope: START.scope });
}

/** Shows the folder of an object in the library, with the object selected. */
export function revealAsset(asset: { readonly assetId: string; readonly key: string }): void {
  lastToken += 1;
  const scope: LibraryScope = { kind: 'folder', prefix: prefixOfKey(asset.key) };
  change({ screen: 'library', scope, reveal: { assetId: asset.assetId, token: lastToken } });
}

/** Puts the focus into the library's search field. */
export function focusSearch(): void {
  change({ screen: 'library', searchRequest: store.read().searchRequest + 1 });
}

/** Opens Generate with a picture's prompt and settings filled in. */
export function generateFrom(facts: GenerationFacts): void {
  askToFill({ kind: 'made', facts });
}

/** Opens Generate with what a picture's file says of how it was made. */
export function generateFromFound(found: Provenance): void {
  askToFill({ kind: 'found', found });
}

function askToFill(from: FillRequest): void {
  lastToken += 1;
  change({ screen: 'generate', generateFrom: { from, token: lastToken } });
}

/** Opens Generate with a picture of the library to start from. */
export function startFromPicture({ assetId, name }: { readonly assetId: string; readonly name: string }): void {
  lastToken += 1;
  change({ screen: 'generate', reference: { assetId, name, token: lastToken } });
}

/** Opens the set-up of a generation service in Settings. */
export function openProvider(provider: ProviderId): void {
  lastToken += 1;
  change({ screen: 'settings', provider: { id: provider, token: lastToken } });
}

/** The set-up that was asked for is on show. */
export function forgetProvider(): void {
  change({ provider: null });
}

/** Opens Settings at one of their sections. */
export function openSettings(section: SettingsSection): void {
  change({ screen: 'settings', section });
}

/** The section that was asked for is on show. */
export function forgetSection(): void {
  change({ section: null });
}

/** Opens Transfers with the uploads that were begun and never finished. */
export function openUnfinished(): void {
  change({ screen: 'transfers', unfinished: true });
}

/** They are on show. */
export function forgetUnfinished(): void {
  change({ unfinished: false });
}

/** Opens the wizard for another connection. */
export function openSetup(): void {
  change({ setup: { kind: 'new' } });
}

/** Opens the wizard on a step of an existing connection. */
export function editConnection(connectionId: string, step: SetupStep = 'account'): void {
  change({ setup: { kind: 'edit', connectionId, step } });
}

/** Opens the wizard for a new connection that begins as a copy of one. */
export function duplicateConnection(connectionId: string): void {
  change({ setup: { kind: 'duplicate', connectionId } });
}

export function closeSetup(): void {
  change({ setup: { kind: 'closed' } });
}

/** Where uploads go: the folder that the library shows, or the top. */
export function uploadPrefix(): string {
  const { scope } = store.read();
  return scope.kind === 'folder' ? scope.prefix : '';
}

/** Back to the start: the top of another bucket, or a new test. */
export function resetNavigation(): void {
  change(START);
}
