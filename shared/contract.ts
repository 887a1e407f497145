import type {
  AccountBucket,
  AccountPlace,
  BucketPlace,
  CorsRule,
  DevUrl,
  LocationHint,
  PublicAccess,
} from './cloudflare';
import type {
  ConnectionDraft,
  ConnectionProfile,
  DraftSecret,
  ExportFormat,
  ImportedConnection,
  NewKeys,
  VerifiedToken,
} from './connection';
import type { GenerationInput, GenerationTask, ProviderId, ProviderSetup } from './generation';
import type { FormSettings, PastPrompt } from './past-prompts';
import type {
  AssetDetails,
  CopyTarget,
  DeletedObjects,
  DocumentPages,
  LibraryPage,
  LibrarySelection,
  LibraryView,
  LibraryViewSummary,
  MovedTransfers,
  Namesakes,
  Renamed,
  SelectionSize,
  StagedDrag,
  TargetFolder,
  UndoOutcome,
} from './library';
import type { BucketCors } from './cors';
import type { Diagnosis } from './diagnosis';
import type { CopiedLinks, DomainTrial, LinkWish, ObjectLink, ReceiveLink, TriedLinks } from './link';
import type { LocalApiCopy, LocalApiSettings } from './local-api';
import type { PageText } from './page-text';
import type { PageName } from './r2';
import type { HeaderEdit, SeenHeaders } from './header-edit';
import type { RenamePattern, RenamePreview } from './renames';
import type { Provenance } from './provenance';
import type { Settings } from './settings';
import type { AppSnapshot, EditCommand, Notice, SliceName, StateSlices } from './state';
import type { TestLink } from './test-link';
import type {
  AddedTransfers,
  ConflictDecision,
  ConflictQuestion,
  TransferItem,
  TransferSelection,
  QueueMove,
  TransferFilter,
} from './transfer';
import type { UploadChoices, UploadPreview } from './upload-preview';
import type { AbortedUploads, UnfinishedUploads } from './unfinished';
import type { BucketDay, CloudflareUsage } from './usage';
import type { ExistingFiles, WatchedFolderSettings } from './watch';

/**
 * The one contract: every command of the page (one round trip, none returns a secret) and every event of main (state, never
 * orders). Router, publisher, preload, the page's hooks and the tests' fake are all derived from it.
 */
interface CommandShape<Input, Value> {
  readonly input?: Input;
  readonly value?: Value;
}

function command<Input, Value>(): CommandShape<Input, Value> {
  return {};
}

interface UploadOfPaths {
  readonly connectionId: string;
  readonly prefix: string;
  readonly paths: readonly string[];
  /** None: as the settings say. */
  readonly choices?: UploadChoices | null | undefined;
}

export const COMMANDS = {
  /** All state at one moment; ask for it after subscribing to events. */
  'app.snapshot': command<null, AppSnapshot>(),
  /** The page has painted its first real screen. */
  'app.painted': command<null, null>(),
  /** Nobody has touched the page for a while: what it keeps for speed alone may go. */
  'app.rest': command<null, null>(),
  /** Somebody is back after that. */
  'app.wake': command<null, null>(),
  /** Opens one of the known pages in the system's browser. */
  'app.openPage': command<{ page: PageName }, null>(),
  /** Reveals a downloaded or uploaded local file in the system's file manager. */
  'app.revealTransfer': command<{ transferId: string }, null>(),
  /** Puts the picture that the window shows at a point (CSS px from its top left corner) on the clipboard, whole. */
  'app.copyPicture': command<{ x: number; y: number }, null>(),
  /** Does to the text that is edited in the window what the Edit menu says: Chromium's own. */
  'app.editText': command<{ command: EditCommand }, null>(),

  'settings.update': command<Partial<Settings>, Settings>(),

  /** Tries each right of a draft; its lines come as the `check` slice while it runs. Answers when it is finished. */
  'connections.check': command<{ checkId: string; draft: ConnectionDraft }, null>(),
  /** Ends that check, which cleans up behind itself; quiet when it has ended. */
  'connections.stopCheck': command<{ checkId: string }, null>(),
  /** Keeps a draft as a connection (a new one, or in place of `replaces`) and opens it. */
  'connections.save': command<{ draft: ConnectionDraft; replaces: string | null }, ConnectionProfile>(),
  /** Keeps the public domains of a connection, the preferred one first. */
  'connections.setDomains': command<
    { connectionId: string; domains: readonly { readonly base: string; readonly transformations: boolean }[] },
    ConnectionProfile
  >(),
  'connections.select': command<{ connectionId: string }, null>(),
  /** Forgets a connection with its secret and caches; the bucket is not touched. */
  'connections.remove': command<{ connectionId: string }, null>(),
  /** Starts the sandbox bucket with a few samples in it and opens it. */
  'connections.openSandbox': command<null, ConnectionProfile>(),
  /** Takes a pasted text apart; at least one connection. */
  'connections.readImport': command<{ text: string }, readonly ImportedConnection[]>(),
  /** Takes the environment apart that the app was started in. */
  'connections.readImportEnvironment': command<null, readonly ImportedConnection[]>(),
  /** Takes a file apart that the person picks; null when they picked none. */
  'connections.readImportFile': command<null, readonly ImportedConnection[] | null>(),

  /** Tries new keys as `connections.check` does; answers whether they took the place of the old ones, which stay if anything fails or it is stopped. */
  'connections.replaceKeys': command<NewKeys, boolean>(),
  /** Not to be reminded of the keys' age or end before tomorrow. */
  'connections.putOffReminder': command<{ connectionId: string }, null>(),
  /** The keys reach farther than the bucket, and are to stay so. */
  'connections.acceptReach': command<{ connectionId: string }, null>(),
  /** Writes a connection with its keys, for other programs, to a file that the person names; false when they named none. */
  'connections.exportToFile': command<{ connectionId: string; format: ExportFormat }, boolean>(),
  /** Writes a connection with its keys to the clipboard, which main clears again after a minute. */
  'connections.exportToClipboard': command<{ connectionId: string; format: ExportFormat }, null>(),

  /** Seals all secrets under a passphrase, which is kept nowhere, and opens them. */
  'secrets.protect': command<{ passphrase: string }, null>(),
  'secrets.unlock': command<{ passphrase: string }, null>(),
  'secrets.lock': command<null, null>(),
  'secrets.changePassphrase': command<{ current: string; next: string }, null>(),
  /** Seals all secrets with the system's keychain again. */
  'secrets.useKeychain': command<null, null>(),
  /** Gives up what only a forgotten passphrase opens: those secrets have to be entered again. */
  'secrets.forgetPassphrase': command<null, null>(),

  /** Proves an API token at Cloudflare; its S3 pair and itself stay in main, under names. */
  'cloudflare.verifyToken': command<{ token: DraftSecret; accountId: string }, VerifiedToken>(),
  'cloudflare.listBuckets': command<{ token: DraftSecret; place: AccountPlace }, readonly AccountBucket[]>(),
  'cloudflare.createBucket': command<
    { token: DraftSecret; place: BucketPlace; locationHint: LocationHint | null },
    AccountBucket
  >(),
  /** What could be a bucket's public base. */
  'cloudflare.publicAccess': command<{ token: DraftSecret; place: BucketPlace }, PublicAccess>(),
  /** Lets anyone read the bucket at its r2.dev address. */
  'cloudflare.switchOnDevUrl': command<{ token: DraftSecret; place: BucketPlace }, DevUrl>(),

  'library.summary': command<{ view: LibraryView }, LibraryViewSummary>(),
  /** Rows of a view from `start` (0-based), at most 500. */
  'library.rows': command<{ view: LibraryView; start: number; count: number }, LibraryPage>(),
  /** The position of an asset in a view; null when it is not in it. */
  'library.position': command<{ view: LibraryView; assetId: string }, number | null>(),
  /** The first row from a place on, and round the end, whose name begins with a text; null when none does. */
  'library.seek': command<{ view: LibraryView; text: string; from: number }, number | null>(),
  /** The other files in its folder that go by the name of a file: other extensions, numbered ones. */
  'library.namesakes': command<{ connectionId: string; assetId: string }, Namesakes>(),
  /** Reads the bucket again; answers once the scan has begun. */
  'library.refresh': command<{ connectionId: string }, null>(),
  /** A person looks at a view, or (`isAsked`) wants it read again: what is old in it is read, and nothing else. */
  'library.look': command<{ view: LibraryView; isAsked: boolean }, null>(),
  /** Ends the reading of a bucket; what it found stays, and `library.refresh` goes on from there. */
  'library.stopScan': command<{ connectionId: string }, null>(),
  'library.details': command<{ connectionId: string; assetId: string }, AssetDetails>(),
  /** What a picture's file says of how it was made; null where it says nothing, or the app made it itself (see the details). */
  'library.provenance': command<{ connectionId: string; assetId: string }, Provenance | null>(),
  /** `besides`: folders that are selected too, whose files belong to them. */
  'library.measure': command<{ selection: LibrarySelection; besides: readonly string[] }, SelectionSize>(),
  /** Answers at the end; meanwhile the `library` slice tells how far it is. */
  'library.delete': command<{ selection: LibrarySelection }, DeletedObjects>(),
  /** Asks for a folder and queues the downloads; null when the person picked none. All selections are of one connection. */
  'library.download': command<{ selections: readonly LibrarySelection[] }, AddedTransfers | null>(),
  /** Asks for a name and queues one download that makes a ZIP file of all; null when the person gave none. */
  'library.zip': command<{ selections: readonly LibrarySelection[] }, AddedTransfers | null>(),
  /** Queues one transfer that packs all into a ZIP file in their bucket, under this key; null when its listing was stopped. */
  'library.zipInBucket': command<{ selections: readonly LibrarySelection[]; key: string }, AddedTransfers | null>(),
  /** Fetches a selection to be dragged out of the window; answers when all of it is there. */
  'library.stage': command<{ selections: readonly LibrarySelection[] }, StagedDrag>(),
  /** Drags what was fetched, from within a drag that the page has just begun; false where it is not there any more. */
  'library.dragOut': command<{ stageId: string }, boolean>(),
  'library.stopDelete': command<{ deletionId: string }, null>(),
  /** Queues copies into a folder; what is copied to where it lies already becomes a duplicate. `besides` as above. */
  'library.copyTo': command<
    { selection: LibrarySelection; target: CopyTarget; besides: readonly string[] },
    AddedTransfers
  >(),
  'library.moveTo': command<
    { selection: LibrarySelection; target: CopyTarget; besides: readonly string[] },
    MovedTransfers
  >(),
  /** Takes a move or a rename back: what has gone comes back, unless something is in its way. */
  'library.undoMove': command<{ undoId: string }, UndoOutcome>(),
  /** Queues what it takes to give an object or a folder another name; null when that is its name already. */
  'library.rename': command<{ connectionId: string; what: Renamed; newName: string }, MovedTransfers | null>(),
  /** What a pattern would make of the names of all files of a selection. Nothing begins. */
  'library.planRenames': command<{ selections: readonly LibrarySelection[]; pattern: RenamePattern }, RenamePreview>(),
  /** Queues these renames; null, and nothing done, where they would come out otherwise than the preview of this digest. */
  'library.renameAll': command<
    { selections: readonly LibrarySelection[]; pattern: RenamePattern; digest: string },
    MovedTransfers | null
  >(),
  /** What the files of a selection are served with, asked of the bucket: of all, or of the first 50. */
  'library.headers': command<{ selections: readonly LibrarySelection[] }, SeenHeaders>(),
  /** Queues what it takes to serve all files of a selection with other headers. */
  'library.editHeaders': command<{ selections: readonly LibrarySelection[]; edit: HeaderEdit }, AddedTransfers>(),
  /** Whether a key, or with a slash at its end a folder, is known to be in the bucket. */
  'library.exists': command<{ connectionId: string; key: string }, boolean>(),
  /** What a selection names that is not known any more: asset ids, or folders; nothing of one by rule. */
  'library.gone': command<{ selection: LibrarySelection }, readonly string[]>(),
  /** The folders directly in a folder of any connection, read from its bucket where the index does not know it. */
  'library.folders': command<{ connectionId: string; prefix: string }, readonly TargetFolder[]>(),
  /** How many pages a document has, and how large they are. */
  'library.pages': command<{ connectionId: string; assetId: string }, DocumentPages>(),
  /** The text of a page (from 1) of a PDF, with its place on the page. */
  'library.pageText': command<{ connectionId: string; assetId: string; page: number }, PageText>(),
  /** Nobody looks at the tiles of these any more: their thumbnails need not be made. */
  'library.forgetThumbnails': command<{ assetIds: readonly string[] }, null>(),
  /** What the thumbnails on the disk take, bytes. */
  'app.cacheSize': command<null, number>(),
  'app.clearCache': command<null, null>(),
  /** Removes the thumbnails that are kept in a bucket for other computers; answers how many there were. */
  'library.removeSharedThumbnails': command<{ connectionId: string }, number>(),
  /** Whose work is in the app, and under which licences. */
  'app.notices': command<null, string>(),
  /** Puts what somebody who helps needs to know on the clipboard: versions, settings, counts, the end of the log; no secret. */
  'app.copyDiagnostics': command<null, null>(),
  /** Looks for a newer version at once; what comes of it is told by the `updates` slice. */
  'updates.check': command<null, null>(),
  /** Quits (asking, where files move) into the version that is ready. */
  'updates.install': command<null, null>(),
  /** The text of a small text object, at most 1 MiB of it. */
  'library.readText': command<{ connectionId: string; assetId: string }, { text: string; truncated: boolean }>(),

  /** Queues files and folders by their paths (from the drop) under a prefix. */
  'transfers.addPaths': command<UploadOfPaths, AddedTransfers>(),
  /** What the same would come to: names, sizes, what stays out. Nothing begins. */
  'transfers.preview': command<UploadOfPaths, UploadPreview>(),
  /** Queues a pasted picture. */
  'transfers.addPasted': command<
    { connectionId: string; prefix: string; contentType: string; bytes: Uint8Array },
    AddedTransfers
  >(),
  /** Shows the system's dialog; answers what was picked, nothing when it was cancelled. */
  'transfers.pickPaths': command<{ what: 'files' | 'folder' }, readonly string[]>(),
  /** Newest first (the active in the order of the queue), `start` 0-based, at most 500; without a filter all. */
  'transfers.rows': command<
    { start: number; count: number; filter?: TransferFilter | undefined },
    { total: number; rows: readonly TransferItem[] }
  >(),
  /** Moves what still waits in the queue. */
  'transfers.reorder': command<{ which: readonly string[]; to: QueueMove }, null>(),
  'transfers.pause': command<{ which: TransferSelection }, null>(),
  'transfers.resume': command<{ which: TransferSelection }, null>(),
  'transfers.retry': command<{ which: TransferSelection }, null>(),
  'transfers.cancel': command<{ which: TransferSelection }, null>(),
  /** Tries a connection that stands still at once, and with it what had failed for the same reason. */
  'transfers.release': command<{ connectionId: string }, null>(),
  /** Asks for another folder for failed downloads, and begins them anew there; false when the person picked none. */
  'transfers.relocate': command<{ which: readonly string[] }, boolean>(),
  /** Breaks off a listing; what it has queued by then stays. */
  'transfers.stopListing': command<{ listingId: string }, null>(),
  /** Takes the done and the skipped off the list. */
  'transfers.clearFinished': command<null, null>(),
  /** The multipart uploads that were begun in a bucket and not finished, ours and others'. */
  'transfers.unfinished': command<{ connectionId: string }, UnfinishedUploads>(),
  /** Removes some of them; never those that a transfer here goes on with. */
  'transfers.abortUnfinished': command<
    { connectionId: string; uploads: readonly { key: string; uploadId: string }[] },
    AbortedUploads
  >(),
  /** What is to be answered: about this transfer if it waits for that, else about the one that was added first; null: nothing. */
  'transfers.question': command<{ transferId: string | null }, ConflictQuestion | null>(),
  'transfers.decide': command<{ transferId: string; decision: ConflictDecision; forAll: boolean }, null>(),

  /** Puts the links of selections on the clipboard, each tried first (the first 20 of many); without a wish as the settings say. */
  'links.copy': command<{ selections: readonly LibrarySelection[]; wish: LinkWish | null }, CopiedLinks>(),
  /** The links of the first few of selections, to be looked at. */
  'links.preview': command<{ selections: readonly LibrarySelection[]; wish: LinkWish }, CopiedLinks>(),
  /** The link of one object, tried. */
  'links.of': command<{ connectionId: string; assetId: string }, ObjectLink>(),
  /** Opens the link of one object in the system's browser. */
  'links.open': command<{ connectionId: string; assetId: string }, null>(),
  /** Opens the links of all files of selections in the system's browser, at most `MAX_OPENED`; without a wish the best. */
  'links.openAll': command<{ selections: readonly LibrarySelection[]; wish: LinkWish | null }, { opened: number }>(),
  /** Why the public link of an object does not open as it should, or does not show on the page of an origin. */
  'links.diagnose': command<{ connectionId: string; assetId: string; origin: string | null }, Diagnosis>(),
  /** Opens an object of the bucket on a public domain; one that opens makes the domain believed. */
  'links.tryDomain': command<{ connectionId: string; base: string }, DomainTrial>(),
  /** Stores a small picture in the bucket, and puts the link to it on the clipboard. */
  'links.test': command<{ connectionId: string }, TestLink>(),
  /** A link for somebody else to put one file into the bucket. */
  'links.receive': command<{ connectionId: string; key: string; seconds: number }, ReceiveLink>(),
  'links.readCors': command<{ connectionId: string }, BucketCors>(),
  /** Puts CORS rules in the place of those that were read. */
  'links.writeCors': command<
    { connectionId: string; known: readonly CorsRule[]; rules: readonly CorsRule[] },
    BucketCors
  >(),

  /** Opens the public links of a selection, at most `MAX_TRIED_LINKS`, to see which of them work. */
  'links.try': command<{ selection: LibrarySelection }, TriedLinks>(),

  'generation.start': command<GenerationInput, { tasks: readonly GenerationTask[] }>(),
  'generation.cancel': command<{ taskId: string }, null>(),
  /** Tries a failed task again: only its upload where the picture is safe, else the whole with the same seed. */
  'generation.retry': command<{ taskId: string }, null>(),
  /** Takes finished tasks off the history; pictures stay where they are. */
  'generation.forget': command<{ taskIds: readonly string[] }, null>(),
  /** Ends all of these that are not finished; those that wait first, so that none of them begins meanwhile. */
  'generation.cancelAll': command<{ taskIds: readonly string[] }, null>(),
  /** Tries those of them again that have failed. */
  'generation.retryAll': command<{ taskIds: readonly string[] }, null>(),
  /** Makes a queued task the next one. */
  'generation.first': command<{ taskId: string }, null>(),
  /** The newest of the past prompts that hold all of the words, each prompt once. */
  'generation.prompts': command<{ search: string; count: number }, { total: number; prompts: readonly PastPrompt[] }>(),
  /** Forgets past prompts, whatever connection they were asked for with; what pictures were made from stays with them. */
  'generation.forgetPrompts': command<{ which: 'all' | readonly string[] }, null>(),
  /** Keeps settings under a name, in the place of those that have it already. */
  'generation.savePreset': command<{ name: string; settings: FormSettings }, null>(),
  'generation.renamePreset': command<{ presetId: string; name: string }, null>(),
  'generation.removePreset': command<{ presetId: string }, null>(),
  'generation.setUp': command<ProviderSetup, null>(),
  /** Asks a service whether it is there and takes the key, and learns what it can do. */
  'generation.check': command<{ provider: ProviderId }, null>(),
  /** Lets the person choose a picture of this computer to start from; null when none was. */
  'generation.chooseReference': command<null, { path: string; name: string } | null>(),

  /** Shows the system's dialog; the folder that was picked, null when none was. */
  'watch.pickFolder': command<null, string | null>(),
  /** Watches a folder from now on. */
  'watch.add': command<{ settings: WatchedFolderSettings; existing: ExistingFiles }, null>(),
  /** Another path is taken for the same folder, which was moved. */
  'watch.change': command<{ folderId: string; settings: WatchedFolderSettings }, null>(),
  'watch.setPaused': command<{ folderId: string; paused: boolean }, null>(),
  /** The files, here and in the bucket, stay as they are. */
  'watch.remove': command<{ folderId: string }, null>(),
  /** Looks into the folder at once, and tries again what was hindered. */
  'watch.look': command<{ folderId: string }, null>(),

  /** Counts at once: what is switched off is closed when it answers. */
  'localApi.change': command<LocalApiSettings, null>(),
  /** Puts the token, or the address with the token in it, on the clipboard, which main clears again after a minute. */
  'localApi.copy': command<{ what: LocalApiCopy }, null>(),
  /** Makes another token; the old one opens nothing any more. */
  'localApi.renewToken': command<null, null>(),

  /** What the app has asked of all buckets, by day (`2026-11-29`, UTC), both ends included. */
  'usage.days': command<{ first: string; last: string }, readonly BucketDay[]>(),
  /** Asks for a name and writes the same as CSV, of one connection or (null) of all; false when the person gave none. */
  'usage.export': command<{ first: string; last: string; connectionId: string | null }, boolean>(),
  /** What Cloudflare has counted of a bucket in a month (`2026-11`); null where there is no API token to ask with. */
  'usage.cloudflare': command<{ connectionId: string; month: string }, CloudflareUsage | null>(),
} as const;

export type CommandName = keyof typeof COMMANDS;
export type CommandInput<N extends CommandName> =
  NonNullable<(typeof COMMANDS)[N]['input']> extends never ? null : Exclude<(typeof COMMANDS)[N]['input'], undefined>;
export type CommandValue<N extends CommandName> = Exclude<(typeof COMMANDS)[N]['value'], undefined>;

export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];

/** What main sends: a slice of state in its new form, or a notice. Sequence numbers grow by one with each event. */
export type StateEvent =
  | {
      [S in SliceName]: {
        readonly sequence: number;
        readonly kind: 'slice';
        readonly slice: S;
        readonly value: StateSlices[S];
      };
    }[SliceName]
  | { readonly sequence: number; readonly kind: 'notice'; readonly notice: Notice };

/** The channels under the contract; only the router, the publisher and the preload name them. */
export const CHANNELS = { command: 'flow:command', event: 'flow:event' } as const;

/** A browser's `File`, as far as this side needs to know it. */
export interface PickedFile {
  readonly name: string;
  readonly size: number;
}

/** What the preload gives the page, and all that it gives. */
export interface Bridge {
  /** Sends a command; the answer is a `Result` of the command's value. Throws only when main had a bug. */
  invoke(name: CommandName, input: unknown): Promise<unknown>;
  /** Listens to main's events until the returned function is called. */
  subscribe(listener: (event: StateEvent) => void): () => void;
  /** The path of a file that a person dropped or picked; '' for one that was made in the page. */
  pathOfFile(file: PickedFile): string;
}
