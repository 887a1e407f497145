import { z } from 'zod';
import { KEEP_NAMES, tellsApart } from './upload-names';
import { AFTER_UPLOADS, REST_SECONDS, WATCH_RULES, WATCHED_KINDS, type WatchedFolderSettings } from './watch';

const template = z.string().max(500);

const settings = {
  path: z.string().min(1).max(32_768),
  connectionId: z.string().min(1).max(200),
  prefix: z
    .string()
    .max(1000)
    .regex(/^$|\/$/),
  template: template.refine(tellsApart).nullable(),
  subfolders: z.boolean(),
  kinds: z.enum(WATCHED_KINDS),
  hiddenFiles: z.boolean(),
  restSeconds: z.number().min(REST_SECONDS.min).max(REST_SECONDS.max),
  rule: z.enum(WATCH_RULES),
  after: z.enum(AFTER_UPLOADS),
};

/** What the page may say of a watched folder; parsed by main alone. */
export const watchedFolderSettings: z.ZodType<WatchedFolderSettings> = z.strictObject(settings);

/** A watched folder as it stands in a file. A template that gave all files the same name is none any more: they keep theirs. */
export const watchedFolder = z.object({
  ...settings,
  template: template.transform((written) => (tellsApart(written) ? written : KEEP_NAMES.template)).nullable(),
  id: z.string().regex(/^[\w-]{1,64}$/),
  addedAt: z.number(),
  paused: z.boolean(),
});
