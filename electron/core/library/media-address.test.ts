import { describe, expect, it } from 'vitest';
import { mediaUrls } from '../../../shared/library';
import { parseMediaAddress } from './media-address';

const assetId = 'ab'.repeat(16);

describe('media addresses', () => {
  it('reads what the page makes', () => {
    const version = 'e%f/"?#-2';
    expect(parseMediaAddress(mediaUrls.thumb({ assetId, version }))).toEqual({ kind: 'thumb', assetId, version });
    expect(parseMediaAddress(mediaUrls.file({ assetId, version }))).toEqual({ kind: 'file', assetId });
    const page = { kind: 'page', assetId, version, page: 12 };
    expect(parseMediaAddress(mediaUrls.page({ assetId, version }, 12))).toEqual(page);
    expect(parseMediaAddress(mediaUrls.task('01-aF_'))).toEqual({ kind: 'task', taskId: '01-aF_' });
  });

  it.each([
    `media://source/${assetId}`,
    'media://file/../../etc/passwd',
    'media://file/%2e%2e%2fx',
    `media://file/${assetId}/more`,
    `media://file/${assetId.toUpperCase()}`,
    `media://page/${assetId}?v=1`,
    `media://page/${assetId}?v=1&n=0`,
    `media://page/${assetId}?v=1&n=1e9`,
    'media://task/%2e%2e%2fx',
    'media://task/',
    `app://file/${assetId}`,
    'media:',
    'no address',
  ])('refuses %s', (address) => {
    expect(parseMediaAddress(address)).toBeNull();
  });
});
