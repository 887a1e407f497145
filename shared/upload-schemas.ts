import { z } from 'zod';
import { DEFAULT_UPLOADS, type UploadSettings } from './upload-settings';

/** What the page may say of uploads; parsed by main alone. */
export const uploadSettings: z.ZodType<UploadSettings> = z.strictObject({
  hiddenFiles: z.boolean(),
});

/** The same as it stands in a settings file: each field falls back by itself. */
export const savedUploadSettings = z
  .object({
    hiddenFiles: z.boolean().catch(DEFAULT_UPLOADS.hiddenFiles),
  })
  .catch(DEFAULT_UPLOADS);
