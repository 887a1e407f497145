import { z } from 'zod';
import { CACHE_LIMITS, CONFLICT_RULES, KEY_REMINDER_DAYS, LANGUAGES, THEMES, TIPS_STATES } from './settings';
import { EXPORT_FORMATS, KEY_RIGHTS } from './connection';
import { accountPlace, bucketPlace, draft, newPassphrase, passphrase, token } from './connection-schemas';
import { LOCATION_HINTS } from './cloudflare';
import { LOCAL_API_COPIES } from './local-api';
import { localApiSettings } from './local-api-schemas';
import { corsRules, linkForm, linkTemplates, linkWish, pageOrigin, presignSeconds } from './link-schemas';
import { PAGES, type PageName } from './r2';
import { PROVIDER_IDS } from './generation';
import { askedSettings, formSettings, generatedNames } from './generation-schemas';
import { MAX_PRESET_NAME } from './past-prompts';
import { asset, copyTarget, librarySelection, librarySelections, renamePattern, view } from './library-schemas';
import { MANY } from './many';
import { headerEdit } from './header-schemas';
import { folderPrefix, id, isWhole, keyText, shortText } from './text-schemas';
import { uploadChoices, uploadSettings } from './upload-schemas';
import { workSettings } from './work-schemas';
import { CONFLICT_DECISIONS, QUEUE_MOVES, TRANSFER_FILTERS } from './transfer';
import { EDIT_COMMANDS } from './state';
import { watchedFolderSettings } from './watch-schemas';
import type { CommandInput, CommandName } from './contract';

const nothing = z.null();
const presetName = z.string().trim().min(1).max(MAX_PRESET_NAME);

const uploadOfPaths = z.strictObject({
  connectionId: id,
  prefix: keyText,
  paths: z.array(z.string().min(1).max(32_768)).max(MANY),
  choices: uploadChoices.nullish(),
});
const transferSelection = z.union([z.literal('all'), z.array(id).max(MANY)]);
const besides = z.array(keyText).max(MANY);
const range = { start: z.int().min(0), count: z.int().min(0).max(500) };
const dayRange = { first: z.iso.date(), last: z.iso.date() };
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const pages = Object.keys(PAGES) as [PageName, ...PageName[]];

/** The inputs of all commands, parsed before anything is done with them. Only main loads this file. */
export const COMMAND_SCHEMAS: { readonly [N in CommandName]: z.ZodType<CommandInput<N>> } = {
  'app.snapshot': nothing,
  'app.painted': nothing,
  'app.rest': nothing,
  'app.wake': nothing,
  'app.openPage': z.strictObject({ page: z.enum(pages) }),
  'app.revealTransfer': z.strictObject({ transferId: id }),
  'app.copyPicture': z.strictObject({ x: z.int().min(0).max(100_000), y: z.int().min(0).max(100_000) }),
  'app.editText': z.strictObject({ command: z.enum(EDIT_COMMANDS) }),
  'settings.update': z
    .strictObject({
      theme: z.enum(THEMES),
      language: z.enum(LANGUAGES),
      libraryLayout: z.enum(['grid', 'list']),
      tileSize: z.number().min(80).max(640),
      inspectorOpen: z.boolean(),
      viewerInfoOpen: z.boolean(),
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
      generatedNames,
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
  'library.measure': z.strictObject({ selection: librarySelection, besides }),
  'library.delete': z.strictObject({ selection: librarySelection }),
  'library.stopDelete': z.strictObject({ deletionId: id }),
  'library.copyTo': z.strictObject({ selection: librarySelection, target: copyTarget, besides }),
  'library.moveTo': z.strictObject({ selection: librarySelection, target: copyTarget, besides }),
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
  'transfers.question': z.strictObject({ transferId: id.nullable() }),
  'transfers.decide': z.strictObject({
    transferId: id,
    decision: z.enum(CONFLICT_DECISIONS),
    forAll: z.boolean(),
  }),
  'links.copy': z.strictObject({ selections: librarySelections, wish: linkWish.nullable() }),
  'links.preview': z.strictObject({ selections: librarySelections, wish: linkWish }),
  'links.of': asset,
  'links.open': asset,
  'links.openAll': z.strictObject({ selections: librarySelections, wish: linkWish.nullable() }),
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
