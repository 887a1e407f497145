import { realpath, stat, writeFile, mkdir } from 'node:fs/promises';
import { basename, isAbsolute, join, relative } from 'node:path';
import { z } from 'zod';
import { FailureError } from '../../../shared/failure';
import type { TransferItem } from '../../../shared/transfer';
import type { Links } from '../links/links';
import { pastedName } from '../transfers/adding/naming';
import { ApiError } from './answer';
import { MAX_FILES, type Body } from './body';
import { uploadAll, type ScriptFile, type ScriptUploadsDeps, type UploadTarget } from './script-uploads';

export interface UploadRouteDeps extends ScriptUploadsDeps {
  readonly links: Pick<Links, 'linkOf'>;
  /** Sent files are laid down here. */
  readonly incoming: string;
  /** All that the app writes lies below: nothing of it is uploaded because a program names its path. */
  readonly ownFolder: string;
  /** The picture on the clipboard, PNG; null when there is none. */
  clipboardPicture(): Promise<Uint8Array | null>;
}

const listed = z.object({ list: z.array(z.string().min(1).max(32_768)).max(MAX_FILES).default([]) });

/** `POST /upload`: files that are sent, named by path, or (PicGo's empty body) the picture on the clipboard. Answers their links. */
export async function uploadRoute(
  body: Body,
  target: UploadTarget,
  deps: UploadRouteDeps,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const files = await filesOf(body, deps);
  const items = await uploadAll(files, target, deps, signal);
  return Promise.all(items.map((item) => linkTo(item, deps.links, signal)));
}

/** The public link where there is one that opens, else a signed one. */
export async function linkTo(
  {
    connectionId,
    key,
    assetId,
    size,
  }: Pick<TransferItem, 'connectionId' | 'key' | 'assetId'> & {
    readonly size: number | null;
  },
  links: Pick<Links, 'linkOf'>,
  signal: AbortSignal,
): Promise<string> {
  const wish = { way: { kind: 'auto' }, width: null } as const;
  return (await links.linkOf(connectionId, { key, assetId, size }, wish, signal)).url;
}

async function filesOf(body: Body, deps: UploadRouteDeps): Promise<readonly ScriptFile[]> {
  if (body.kind === 'files')
    return Promise.all(
      body.files.map(async ({ path, name }) => ({ path, name, size: (await stat(path)).size, isOwn: true })),
    );
  const parsed = listed.safeParse(body.kind === 'json' ? body.value : {});
  if (!parsed.success) throw new ApiError(400, `Expected {"list": ["/path/of/a/file", …]}, at most ${MAX_FILES}.`);
  if (parsed.data.list.length === 0) return [await clipboardFile(deps)];
  return Promise.all(parsed.data.list.map((path) => fileAt(path, deps.ownFolder)));
}

async function fileAt(path: string, ownFolder: string): Promise<ScriptFile> {
  if (!isAbsolute(path)) throw new ApiError(400, 'Only whole paths are taken, from the root on.');
  try {
    const [real, own] = await Promise.all([realpath(path), realpath(ownFolder)]);
    const way = relative(own, real);
    if (!way.startsWith('..') && !isAbsolute(way)) throw new ApiError(422, 'The app’s own files are not uploaded.');
    const stats = await stat(real);
    if (!stats.isFile()) throw new ApiError(422, `${basename(path)} is not a file.`);
    return { path: real, name: basename(path), size: stats.size, isOwn: false };
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError(422, `${basename(path)} cannot be read.`);
  }
}

async function clipboardFile({ clipboardPicture, incoming, clock, randomId }: UploadRouteDeps): Promise<ScriptFile> {
  const bytes = await clipboardPicture();
  if (bytes === null) throw new ApiError(422, 'There is no picture on the clipboard.');
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  const path = join(incoming, `${randomId()}.png`);
  await writeFile(path, bytes, { mode: 0o600, flag: 'wx' });
  return { path, name: pastedName(clock.now(), 'image/png'), size: bytes.byteLength, isOwn: true };
}

/** What an expected failure is to a caller. */
export function apiErrorOf(error: unknown): ApiError | null {
  if (error instanceof ApiError) return error;
  if (!(error instanceof FailureError)) return null;
  const { code, detail } = error.failure;
  const status = code === 'no-connection' || code.startsWith('secrets-') ? 503 : 502;
  return new ApiError(status, detail === null ? `It failed (${code}).` : `It failed (${code}: ${detail}).`);
}
