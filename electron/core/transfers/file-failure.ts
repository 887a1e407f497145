import { basename } from 'node:path';
import { failure, FailureError, type Failure, type FailureCode } from '../../../shared/failure';
import { failureOfFile, type FileAccess } from '../store/file-errors';

/** What only the queue meets: many files open at once, paths with a NUL (which Node refuses), a file in a folder's place. */
const FURTHER: Readonly<Record<string, Readonly<Record<FileAccess, FailureCode>>>> = {
  EMFILE: { read: 'file-unreadable', write: 'folder-unwritable' },
  ENFILE: { read: 'file-unreadable', write: 'folder-unwritable' },
  EINVAL: { read: 'file-unreadable', write: 'folder-unwritable' },
  EEXIST: { read: 'file-unreadable', write: 'folder-unwritable' },
  ERR_INVALID_ARG_VALUE: { read: 'file-unreadable', write: 'folder-unwritable' },
};

/** The operating system's word for what went wrong (`ENOENT`); null for an error that has none. */
export function errnoOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** What an error of a local file means to a person; null when it is a bug, or no file's error. */
export function localFailure(error: unknown, access: FileAccess, path: string): Failure | null {
  const known = failureOfFile(error, access, path);
  const errno = errnoOf(error);
  const code = errno === null ? undefined : FURTHER[errno]?.[access];
  return known ?? (code === undefined ? null : failure(code, { name: basename(path) }, errno));
}

/** Runs what reads a local file; its errors come out as `FailureError`. */
export function reading<T>(path: string, work: () => Promise<T>): Promise<T> {
  return translated('read', path, work);
}

/** Runs what writes a local file; its errors come out as `FailureError`. */
export function writing<T>(path: string, work: () => Promise<T>): Promise<T> {
  return translated('write', path, work);
}

async function translated<T>(access: FileAccess, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const expected = localFailure(error, access, path);
    throw expected === null ? error : new FailureError(expected, { cause: error });
  }
}
