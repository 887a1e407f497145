/** Where the app's own objects lie (probes, shared thumbnails): not the person's, so neither shown nor counted nor acted upon. */
export const OWN_PREFIX = '.flow-media/';
