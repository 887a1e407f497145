import { describe, expect, it } from 'vitest';
import { savedUploadSettings, uploadSettings } from './upload-schemas';
import { DEFAULT_UPLOADS } from './upload-settings';

describe('the upload settings of a settings file', () => {
  it('are the usual ones where the file knows none', () => {
    expect(savedUploadSettings.parse(undefined)).toEqual(DEFAULT_UPLOADS);
  });

  it('fall back field by field', () => {
    expect(savedUploadSettings.parse({ hiddenFiles: 'perhaps' })).toEqual(DEFAULT_UPLOADS);
    expect(savedUploadSettings.parse({ hiddenFiles: true }).hiddenFiles).toBe(true);
  });

  it('have no template that gives all files the same name, and nothing else is lost with it', () => {
    const saved = { ...DEFAULT_UPLOADS, template: '{yyyy}-{mm}', prefix: 'blog' };
    expect(savedUploadSettings.parse(saved)).toEqual({ ...DEFAULT_UPLOADS, prefix: 'blog' });
    expect(savedUploadSettings.parse({ template: '{yyyy}/{what}-{n}' }).template).toBe('{yyyy}/{what}-{n}');
    expect(uploadSettings.safeParse(saved).success).toBe(false);
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
