import { describe, expect, it } from 'vitest';
import { savedUploadSettings } from './upload-schemas';
import { DEFAULT_UPLOADS } from './upload-settings';

describe('the upload settings of a settings file', () => {
  it('are the usual ones where the file knows none', () => {
    expect(savedUploadSettings.parse(undefined)).toEqual(DEFAULT_UPLOADS);
  });

  it('fall back field by field', () => {
    expect(savedUploadSettings.parse({ hiddenFiles: 'perhaps' })).toEqual(DEFAULT_UPLOADS);
    expect(savedUploadSettings.parse({ hiddenFiles: true }).hiddenFiles).toBe(true);
  });

  it('keep the good rules beside a broken one', () => {
    const good = {
      id: 'a',
      match: { kind: 'media', media: 'image' },
      cacheControl: null,
      metadata: {},
      conversion: null,
    };
    const rules = [good, { ...good, cacheControl: 'one hour' }];
    // As 0.1.0 wrote it: without a word on locations.
    expect(savedUploadSettings.parse({ rules }).rules).toEqual([{ ...good, location: null }]);
    const removing = { ...good, location: { otherwise: 'fail' } };
    expect(savedUploadSettings.parse({ rules: [removing] }).rules).toEqual([removing]);
  });
});
