import { stat } from 'node:fs/promises';
import { contentTypeOfName } from '../../shared/media';
import { drop } from '../../shared/drop';
import { isCommonPicture, mediaTypeOf } from '../core/generation/media-type';
import type { AssetSource } from '../core/library/asset-source';
import { answerMedia, type MediaSources } from '../core/library/media-answer';
import { parseMediaAddress } from '../core/library/media-address';
import type { Thumbnail, Thumbnails } from '../core/library/thumbnails';
import type { Asked, Reply } from '../core/reply';

export interface MediaDeps extends Pick<MediaSources, 'storeOf' | 'passing'> {
  assetOf(assetId: string): Promise<AssetSource | null>;
  readonly thumbnails: Pick<Thumbnails, 'of' | 'page'>;
  /** The bucket holds another object than was known, or none. */
  recheck(assetId: string): Promise<void>;
  /** The file of a generation task; null once it is in the bucket or gone. */
  taskFile(taskId: string): string | null;
  /** What is there of a picture that is being made. */
  taskPreview(taskId: string): Uint8Array | null;
  /** The asset that the task's picture has become. */
  taskAsset(taskId: string): string | null;
}

/** Serves pictures and media to the page by id; nothing in an address is ever a path or a key. */
export function mediaServer(deps: MediaDeps): (asked: Asked) => Promise<Reply> {
  return (asked) => serveMedia(asked, deps);
}

async function serveMedia({ url, method, range }: Asked, deps: MediaDeps): Promise<Reply> {
  const address = method === 'GET' ? parseMediaAddress(url) : null;
  if (address === null) return nothing(404);
  if (address.kind === 'thumb')
    return thumbnail(await deps.thumbnails.of(address.assetId, address.version), address.version);
  if (address.kind === 'page')
    return thumbnail(await deps.thumbnails.page(address.assetId, address.page), address.version);
  if (address.kind === 'file') return asset(address.assetId, range, deps);
  return task(address.taskId, range, deps);
}

function thumbnail(made: Thumbnail, version: string | null): Reply {
  if (made.kind === 'later') return nothing(503);
  // 204: that this content has no picture is an answer, not an error; nor is it one that nobody waits for it.
  if (made.kind !== 'picture') return nothing(204);
  const headers = {
    'Content-Type': 'image/webp',
    'X-Content-Type-Options': 'nosniff',
    // An address with a version names this very content for good; one with another version is out of date.
    'Cache-Control': made.version === version ? 'max-age=31536000, immutable' : 'no-store',
  };
  return { status: 200, headers, body: made.webp };
}

async function asset(assetId: string, range: string | null, deps: MediaDeps): Promise<Reply> {
  const source = await deps.assetOf(assetId);
  // As of thumbnails: that it is gone is an answer. A result on the list of Generate outlives its picture.
  if (source === null) return nothing(204);
  const from: MediaSources = {
    storeOf: deps.storeOf,
    passing: (from) => deps.passing(from),
    failed: ({ code }) => {
      if (code === 'object-changed' || code === 'no-such-key') drop(deps.recheck(assetId));
    },
    moved: () => undefined,
  };
  const answer = await answerMedia(source, range, from, untilReaderGoes());
  if (source.kind !== 'local' || answer.status !== 404) return answer;
  // A generated picture's file goes as soon as it has arrived: between the two questions, say.
  const arrived = await deps.assetOf(assetId);
  return arrived?.kind === 'remote' ? answerMedia(arrived, range, from, untilReaderGoes()) : answer;
}

/** A picture that the page still asks for as the task's, while it has just arrived in the bucket, comes from there. */
async function task(taskId: string, range: string | null, deps: MediaDeps): Promise<Reply> {
  const preview = deps.taskPreview(taskId);
  if (preview !== null) return unfinished(preview);
  const local = await taskPicture(deps.taskFile(taskId), range, deps);
  const assetId = local.status === 404 ? deps.taskAsset(taskId) : null;
  return assetId === null ? local : asset(assetId, range, deps);
}

/** What a service sends while it works is shown as the picture that it is by its bytes, or not at all. */
async function unfinished(preview: Uint8Array): Promise<Reply> {
  const type = await mediaTypeOf(preview);
  if (type === null || !isCommonPicture(type)) return nothing(204);
  const headers = {
    'Content-Type': type.contentType,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
  };
  return { status: 200, headers, body: preview };
}

async function taskPicture(file: string | null, range: string | null, deps: MediaDeps): Promise<Reply> {
  const facts = file === null ? null : await stat(file).catch(() => null);
  if (file === null || facts === null || !facts.isFile()) return nothing(404);
  const source = {
    kind: 'local',
    connectionId: null,
    path: file,
    size: facts.size,
    version: '',
    contentType: contentTypeOfName(file),
  } as const;
  const nobody = () => undefined;
  const from: MediaSources = { storeOf: deps.storeOf, passing: () => null, failed: nobody, moved: nobody };
  return answerMedia(source, range, from, untilReaderGoes());
}

/** Never fires, and is each request's own: a body is destroyed when its reader goes away. */
const untilReaderGoes = (): AbortSignal => new AbortController().signal;

function nothing(status: number): Reply {
  return { status, headers: { 'Cache-Control': 'no-store' }, body: null };
}
