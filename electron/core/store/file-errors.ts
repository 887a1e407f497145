import path from 'node:path';
import { failure, type Failure, type FailureCode } from '../../../shared/failure';

export type FileAccess = 'read' | 'write';

const BY_CODE: Readonly<Record<string, Readonly<Record<FileAccess, FailureCode>>>> = {
  ENOENT: { read: 'file-missing', write: 'folder-unwritable' },
  ENOTDIR: { read: 'file-missing', write: 'folder-unwritable' },
  ENOSPC: { read: 'disk-full', write: 'disk-full' },
  EDQUOT: { read: 'disk-full', write: 'disk-full' },
  EACCES: { read: 'file-unreadable', write: 'folder-unwritable' },
  EPERM: { read: 'file-unreadable', write: 'folder-unwritable' },
  EROFS: { read: 'file-unreadable', write: 'folder-unwritable' },
  EBUSY: { read: 'file-unreadable', write: 'folder-unwritable' },
  EISDIR: { read: 'file-unreadable', write: 'folder-unwritable' },
  ENAMETOOLONG: { read: 'file-missing', write: 'folder-unwritable' },
  ELOOP: { read: 'file-unreadable', write: 'folder-unwritable' },
  EFBIG: { read: 'file-unreadable', write: 'disk-full' },
  EIO: { read: 'file-unreadable', write: 'folder-unwritable' },
  ENODEV: { read: 'file-missing', write: 'folder-unwritable' },
  ENXIO: { read: 'file-unreadable', write: 'folder-unwritable' },
  ESTALE: { read: 'file-missing', write: 'folder-unwritable' },
};

/** The failure of a local file, if the error is one that disks are expected to give; null for all others. */
export function failureOfFile(error: unknown, access: FileAccess, file: string): Failure | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  const code = BY_CODE[error.code]?.[access];
  return code === undefined ? null : failure(code, { name: path.basename(file) }, error.code);
}
