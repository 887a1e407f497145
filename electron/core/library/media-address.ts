/** What an address of the page asks for. `source` addresses are the decoder's own and mean nothing here. */
export type MediaAddress =
  | { readonly kind: 'thumb'; readonly assetId: string; readonly version: string | null }
  | { readonly kind: 'page'; readonly assetId: string; readonly version: string | null; readonly page: number }
  | { readonly kind: 'file'; readonly assetId: string }
  | { readonly kind: 'task'; readonly taskId: string };

const ASSET_ID = /^[0-9a-f]{32}$/;
const PAGE = /^[1-9]\d{0,4}$/;
const TASK_ID = /^[0-9A-Za-z_-]{1,64}$/;

/** Reads `media://thumb|file/<asset id>?v=<version>`, `media://page/<asset id>?v=<version>&n=<page>` and `media://task/<task id>`; null for anything else. */
export function parseMediaAddress(address: string): MediaAddress | null {
  if (!URL.canParse(address)) return null;
  const { protocol, hostname, pathname, searchParams } = new URL(address);
  const id = pathname.slice(1);
  if (protocol !== 'media:') return null;
  if (hostname === 'task') return TASK_ID.test(id) ? { kind: 'task', taskId: id } : null;
  if (!ASSET_ID.test(id)) return null;
  if (hostname === 'file') return { kind: 'file', assetId: id };
  if (hostname === 'page') {
    const page = searchParams.get('n') ?? '';
    return PAGE.test(page) ? { kind: 'page', assetId: id, version: searchParams.get('v'), page: Number(page) } : null;
  }
  return hostname === 'thumb' ? { kind: 'thumb', assetId: id, version: searchParams.get('v') } : null;
}
