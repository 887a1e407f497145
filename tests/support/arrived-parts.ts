import type { SeenRequest } from '../../electron/core/transfers/fault-proxy.test-support';

/** How many parts the server behind a proxy has taken. */
export function arrivedParts({ seen }: { readonly seen: readonly SeenRequest[] }): number {
  return seen.filter(({ operation, status }) => operation === 'UploadPart' && status === 200).length;
}
