import { z } from 'zod';
import { CACHE_LIMITS, CONFLICT_RULES, KEY_REMINDER_DAYS, LANGUAGES, THEMES, TIPS_STATES } from './settings';
import { ADDRESSING_STYLES, EXPORT_FORMATS, KEY_RIGHTS, PASSPHRASE_LENGTH } from './connection';
import { LOCATION_HINTS } from './cloudflare';
import { LOCAL_API_COPIES } from './local-api';
import { localApiSettings } from './local-api-schemas';
import { corsRules, linkForm, linkTemplates, linkWish, pageOrigin, presignSeconds } from './link-schemas';
import { JURISDICTIONS, PAGES, type PageName } from './r2';
import { MEDIA_KINDS } from './media';
import { PROVIDER_IDS } from './generation';
import { askedSettings, formSettings } from './generation-schemas';
import { MAX_PRESET_NAME } from './past-prompts';
import { connectionOfSelection, SMART_VIEWS } from './library';
import { headerEdit } from './header-schemas';
import { uploadChoices, uploadSettings } from './upload-schemas';
import { workSettings } from './work-schemas';
import { CONFLICT_DECISIONS, QUEUE_MOVES, TRANSFER_FILTERS } from './transfer';
import { NO_FILTERS } from './view-filters';
import { watchedFolderSettings } from './watch-schemas';
import type { CommandInput, CommandName } from './contract';

/** The inputs of all commands, parsed before anything is done with them. Only main loads this file. */

const id = z.string().min(1).max(200);
const shortText = z.string().max(2000);
/** Half a pair of UTF-16 cannot be said in a URL; no bucket has such a key. */
const isWhole = (text: string): boolean => !/\p{Surrogate}/u.test(text);
const keyText = z.string().max(2000).refine(isWhole);
const nothing = z.null();
const presetName = z.string().trim().min(1).max(MAX_PRESET_NAME);

const address = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('r2'), accountId: shortText, jurisdiction: z.enum(JURISDICTIONS) }),
  z.strictObject({
    kind: z.literal('endpoint'),
    endpoint: shortText,
    // It becomes part of what is signed, and of hosts: the SDK takes nothing else.
    region: z
      .string()
      .max(64)
      .regex(/^[A-Za-z0-9-]*$/),
    style: z.enum(ADDRESSING_STYLES),
  }),
  z.strictObject({ kind: z.literal('sandbox') }),
]);

const draftSecret = [
  z.strictObject({ kind: z.literal('typed'), value: shortText }),
  z.strictObject({ kind: z.literal('held'), id }),
  z.strictObject({ kind: z.literal('stored'), connectionId: id }),
] as const;
const token = z.discriminatedUnion('kind', draftSecret);
const passphrase = z.string().min(1).max(PASSPHRASE_LENGTH.max);
const newPassphrase = passphrase.min(PASSPHRASE_LENGTH.min);
const accountPlace = z.strictObject({ accountId: shortText, jurisdiction: z.enum(JURISDICTIONS) });
const bucketPlace = accountPlace.extend({ bucket: z.string().min(1).max(255) });

const draft = z.strictObject({
  address,
  bucket: z.string().max(255),
  publicBase: shortText.nullable(),
  accessKeyId: shortText,
  secret: z.discriminatedUnion('kind', draftSecret),
  apiToken: z.discriminatedUnion('kind', [...draftSecret, z.strictObject({ kind: z.literal('none') })]),
});

const time = z.int().min(-8.64e15).max(8.64e15).nullable();
const bytes = z.number().min(0).nullable();
const viewFilters = z.strictObject({
  modified: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('today') }),
      z.strictObject({ kind: z.literal('days'), days: z.int().min(1).max(3660) }),
      z.strictObject({ kind: z.literal('year') }),
      z.strictObject({ kind: z.literal('between'), from: time, until: time }),
    ])
    .nullable()
    .default(null),
  size: z.strictObject({ least: bytes, most: bytes }).nullable().default(null),
  prompt: z.enum(['with', 'without']).nullable().default(null),
});

const view = z.strictObject({
  connectionId: id,
  scope: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('folder'), prefix: keyText }),
    z.strictObject({ kind: z.literal('smart'), view: z.enum(SMART_VIEWS) }),
  ]),
  search: z.string().max(500),
  kinds: z.array(z.enum(MEDIA_KINDS)).max(MEDIA_KINDS.length),
  filters: viewFilters.default(NO_FILTERS),
  flat: z.boolean().default(false),
  sort: z.strictObject({ field: z.enum(['name', 'date', 'size', 'kind']), direction: z.enum(['asc', 'desc']) }),
});

const MANY = 100_000;

const librarySelection = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('assets'), connectionId: id, assetIds: z.array(id).max(MANY) }),
  z.strictObject({ kind: z.literal('folders'), connectionId: id, prefixes: z.array(keyText).max(MANY) }),
  z.strictObject({ kind: z.literal('view'), view, except: z.array(id).max(MANY) }),
]);

const uploadOfPaths = z.strictObject({
  connectionId: id,
  prefix: keyText,
  paths: z.array(z.string().min(1).max(32_768)).max(MANY),
  choices: uploadChoices.nullish(),
});
const librarySelections = z
  .array(librarySelection)
  .min(1)
  .max(10)
  .refine((all) => new Set(all.map(connectionOfSelection)).size === 1);

/** '' for the top. */
const folderPrefix = z
  .string()
  .max(2000)
  .regex(/^$|\/$/)
  .refine(isWhole);
const copyTarget = z.strictObject({ connectionId: id, prefix: folderPrefix });

const renamePattern = z.strictObject({
  find: z.string().max(500),
  replace: z.string().max(500),
  regex: z.boolean(),
  matchCase: z.boolean(),
  template: z.string().max(500),
  lowerCase: z.boolean(),
  countFrom: z.string().max(20),
});

const transferSelection = z.union([z.literal('all'), z.array(id).max(MANY)]);
const range = { start: z.int().min(0), count: z.int().min(0).max(500) };
const asset = z.strictObject({ connectionId: id, assetId: id });
const dayRange = { first: z.iso.date(), last: z.iso.date() };
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const pages = Object.keys(PAGES) as [PageName, ...PageName[]];

export const COMMAND_SCHEMAS: { readonly [N in CommandName]: z.ZodType<CommandInput<N>> } = {
  'app.snapshot': nothing,
  'app.painted': nothing,
  'app.openPage': z.strictObject({ page: z.enum(pages) }),
  'app.revealTransfer': z.strictObject({ transferId: id }),
  'app.copyPicture': z.strictObject({ x: z.int().min(0).max(100_000), y: z.int().min(0).max(100_000) }),
  'settings.update': z
    .strictObject({
      theme: z.enum(THEMES),
      language: z.enum(LANGUAGES),
      libraryLayout: z.enum(['grid', 'list']),
      tileSize: z.number().min(80).max(640),
      inspectorOpen: z.boolean(),
      conflictRule: z.enum(CONFLICT_RULES),
      uploads: uploadSettings,
      work: workSettings,
      downloadConflictRule: z.enum(CONFLICT_RULES),
      linkFormat: linkForm,
      linkTemplates,
      copyLinksAfterUpload: z.boolean(),
      presignSeconds,
      keyReminderDays: z.int().min(KEY_REMINDER_DAYS.min).max(KEY_REMINDER_DAYS.max).nullable(),
      lookForUpdates: z.boolean(),
      cacheMegabytes: z.int().min(CACHE_LIMITS.min).max(CACHE_LIMITS.max),
      sharedThumbnails: z.array(id).max(1000),
      promptsInFiles: z.record(id, z.boolean()),
      tips: z.enum(TIPS_STATES),
      tray: z.boolean(),
    })
    .partial() as z.ZodType<CommandInput<'settings.update'>>,
  'connections.check': z.strictObject({ checkId: id, draft }),
  'connections.stopCheck': z.strictObject({ checkId: id }),
  'connections.save': z.strictObject({ draft, replaces: id.nullable() }),
  'connections.setDomains': z.strictObject({
    connectionId: id,
    domains: z.array(z.strictObject({ base: shortText, transformations: z.boolean() })).max(50),
  }),
  'connections.select': z.strictObject({ connectionId: id }),
  'connections.remove': z.strictObject({ connectionId: id }),
  'connections.openSandbox': nothing,
  'connections.readImport': z.strictObject({ text: z.string().max(200_000) }),
  'connections.readImportEnvironment': nothing,
  'connections.readImportFile': nothing,
  'connections.replaceKeys': z.strictObject({
    connectionId: id,
    checkId: id,
    accessKeyId: shortText,
    secret: shortText,
    rights: z.enum(KEY_RIGHTS),
  }),
  'connections.putOffReminder': z.strictObject({ connectionId: id }),
  'connections.acceptReach': z.strictObject({ connectionId: id }),
  'connections.exportToFile': z.strictObject({ connectionId: id, format: z.enum(EXPORT_FORMATS) }),
  'connections.exportToClipboard': z.strictObject({ connectionId: id, format: z.enum(EXPORT_FORMATS) }),
  'secrets.protect': z.strictObject({ passphrase: newPassphrase }),
  'secrets.unlock': z.strictObject({ passphrase }),
  'secrets.lock': nothing,
  'secrets.changePassphrase': z.strictObject({ current: passphrase, next: newPassphrase }),
  'secrets.useKeychain': nothing,
  'secrets.forgetPassphrase': nothing,
  'cloudflare.verifyToken': z.strictObject({ token, accountId: shortText }),
  'cloudflare.listBuckets': z.strictObject({ token, place: accountPlace }),
  'cloudflare.createBucket': z.strictObject({
    token,
    place: bucketPlace,
    locationHint: z.enum(LOCATION_HINTS).nullable(),
  }),
  'cloudflare.publicAccess': z.strictObject({ token, place: bucketPlace }),
  'cloudflare.switchOnDevUrl': z.strictObject({ token, place: bucketPlace }),
  'library.summary': z.strictObject({ view }),
  'library.rows': z.strictObject({ view, ...range }),
  'library.position': z.strictObject({ view, assetId: id }),
  'library.seek': z.strictObject({ view, text: z.string().min(1).max(200), from: z.int().min(0) }),
  'library.namesakes': asset,
  'library.refresh': z.strictObject({ connectionId: id }),
  'library.look': z.strictObject({ view, isAsked: z.boolean() }),
  'library.stopScan': z.strictObject({ connectionId: id }),
  'library.details': asset,
  'library.provenance': asset,
  'library.measure': z.strictObject({ selection: librarySelection }),
  'library.delete': z.strictObject({ selection: librarySelection }),
  'library.stopDelete': z.strictObject({ deletionId: id }),
  'library.copyTo': z.strictObject({ selection: librarySelection, target: copyTarget }),
  'library.moveTo': z.strictObject({ selection: librarySelection, target: copyTarget }),
  'library.stage': z.strictObject({ selections: librarySelections }),
  'library.dragOut': z.strictObject({ stageId: id }),
  'library.undoMove': z.strictObject({ undoId: id }),
  'library.rename': z.strictObject({
    connectionId: id,
    what: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('asset'), assetId: id }),
      z.strictObject({ kind: z.literal('folder'), prefix: folderPrefix.min(1) }),
    ]),
    newName: z.string().min(1).max(1024),
  }),
  'library.planRenames': z.strictObject({ selections: librarySelections, pattern: renamePattern }),
  'library.renameAll': z.strictObject({ selections: librarySelections, pattern: renamePattern, digest: id }),
  'library.headers': z.strictObject({ selections: librarySelections }),
  'library.editHeaders': z.strictObject({ selections: librarySelections, edit: headerEdit }),
  'library.exists': z.strictObject({ connectionId: id, key: keyText }),
  'library.gone': z.strictObject({ selection: librarySelection }),
  'library.folders': z.strictObject({ connectionId: id, prefix: folderPrefix }),
  'library.download': z.strictObject({ selections: librarySelections }),
  'library.zip': z.strictObject({ selections: librarySelections }),
  'library.zipInBucket': z.strictObject({ selections: librarySelections, key: keyText }),
  'library.readText': asset,
  'library.pages': asset,
  'library.pageText': asset.extend({ page: z.int().min(1) }),
  'library.forgetThumbnails': z.strictObject({ assetIds: z.array(id).max(2000) }),
  'app.cacheSize': nothing,
  'app.clearCache': nothing,
  'app.notices': nothing,
  'app.copyDiagnostics': nothing,
  'updates.check': nothing,
  'updates.install': nothing,
  'library.removeSharedThumbnails': z.strictObject({ connectionId: id }),
  'transfers.addPaths': uploadOfPaths,
  'transfers.preview': uploadOfPaths,
  'transfers.addPasted': z.strictObject({
    connectionId: id,
    prefix: keyText,
    contentType: z.string().max(255),
    bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength <= 256 * 1024 * 1024),
  }),
  'transfers.pickPaths': z.strictObject({ what: z.enum(['files', 'folder']) }),
  'transfers.rows': z.strictObject({ ...range, filter: z.enum(TRANSFER_FILTERS).optional() }),
  'transfers.reorder': z.strictObject({ which: z.array(id).max(MANY), to: z.enum(QUEUE_MOVES) }),
  'transfers.pause': z.strictObject({ which: transferSelection }),
  'transfers.resume': z.strictObject({ which: transferSelection }),
  'transfers.retry': z.strictObject({ which: transferSelection }),
  'transfers.cancel': z.strictObject({ which: transferSelection }),
  'transfers.release': z.strictObject({ connectionId: id }),
  'transfers.relocate': z.strictObject({ which: z.array(id).max(MANY) }),
  'transfers.stopListing': z.strictObject({ listingId: id }),
  'transfers.clearFinished': nothing,
  'transfers.unfinished': z.strictObject({ connectionId: id }),
  'transfers.abortUnfinished': z.strictObject({
    connectionId: id,
    uploads: z.array(z.strictObject({ key: keyText, uploadId: shortText.refine(isWhole) })).max(1000),
  }),
  'transfers.decide': z.strictObject({
    transferId: id,
    decision: z.enum(CONFLICT_DECISIONS),
    forAll: z.boolean(),
  }),
  'links.copy': z.strictObject({ selections: librarySelections, wish: linkWish.nullable() }),
  'links.preview': z.strictObject({ selections: librarySelections, wish: linkWish }),
  'links.of': asset,
  'links.open': asset,
  'links.openAll': z.strictObject({ selections: librarySelections }),
  'links.try': z.strictObject({ selection: librarySelection }),
  'links.diagnose': asset.extend({ origin: pageOrigin.nullable() }),
  'links.tryDomain': z.strictObject({ connectionId: id, base: shortText }),
  'links.test': z.strictObject({ connectionId: id }),
  'links.receive': z.strictObject({ connectionId: id, key: keyText, seconds: presignSeconds }),
  'links.readCors': z.strictObject({ connectionId: id }),
  'links.writeCors': z.strictObject({ connectionId: id, known: corsRules, rules: corsRules }),
  'generation.start': z.strictObject({
    ...askedSettings,
    connectionId: id,
    prompt: z.string().min(1).max(32_000),
    template: z.literal(true).optional(),
    reference: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('file'), path: z.string().min(1).max(4096) }),
        z.strictObject({ kind: z.literal('asset'), assetId: id }),
        z.strictObject({ kind: z.literal('task'), taskId: id }),
      ])
      .nullable(),
  }),
  'generation.cancel': z.strictObject({ taskId: id }),
  'generation.retry': z.strictObject({ taskId: id }),
  'generation.forget': z.strictObject({ taskIds: z.array(id).max(1000) }),
  'generation.cancelAll': z.strictObject({ taskIds: z.array(id).max(1000) }),
  'generation.retryAll': z.strictObject({ taskIds: z.array(id).max(1000) }),
  'generation.first': z.strictObject({ taskId: id }),
  'generation.prompts': z.strictObject({ search: shortText, count: z.int().min(1).max(500) }),
  'generation.forgetPrompts': z.strictObject({ which: z.union([z.literal('all'), z.array(id).max(500)]) }),
  'generation.savePreset': z.strictObject({ name: presetName, settings: formSettings }),
  'generation.renamePreset': z.strictObject({ presetId: id, name: presetName }),
  'generation.removePreset': z.strictObject({ presetId: id }),
  'generation.setUp': z.strictObject({
    provider: z.enum(PROVIDER_IDS),
    fields: z.record(z.string().max(40), z.string().max(1_000_000)),
    apiKey: shortText.nullable(),
  }),
  'generation.check': z.strictObject({ provider: z.enum(PROVIDER_IDS) }),
  'generation.chooseReference': nothing,
  'watch.pickFolder': nothing,
  'watch.add': z.strictObject({ settings: watchedFolderSettings, existing: z.enum(['leave', 'upload']) }),
  'watch.change': z.strictObject({ folderId: id, settings: watchedFolderSettings }),
  'watch.setPaused': z.strictObject({ folderId: id, paused: z.boolean() }),
  'watch.remove': z.strictObject({ folderId: id }),
  'watch.look': z.strictObject({ folderId: id }),
  'localApi.change': localApiSettings,
  'localApi.copy': z.strictObject({ what: z.enum(LOCAL_API_COPIES) }),
  'localApi.renewToken': nothing,
  'usage.days': z.strictObject(dayRange),
  'usage.export': z.strictObject({ ...dayRange, connectionId: id.nullable() }),
  'usage.cloudflare': z.strictObject({ connectionId: id, month }),
};
