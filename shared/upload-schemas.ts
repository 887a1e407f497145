import { z } from 'zod';
import { isCacheControl, metadataProblem, RULE_KINDS, type UploadRule } from './upload-rules';
import { DEFAULT_UPLOADS, type UploadSettings } from './upload-settings';

const match = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('media'), media: z.enum(RULE_KINDS) }),
  z.strictObject({ kind: z.literal('names'), pattern: z.string().max(500) }),
]);

const rule: z.ZodType<UploadRule> = z.strictObject({
  id: z.string().min(1).max(100),
  match,
  cacheControl: z.string().refine(isCacheControl).nullable(),
  metadata: z
    .record(z.string().max(128), z.string().max(8192))
    .refine((metadata) => metadataProblem(metadata) === null),
});

const text = z.string().max(500);

/** What the page may say of uploads; parsed by main alone. */
export const uploadSettings: z.ZodType<UploadSettings> = z.strictObject({
  template: text,
  prefix: text,
  lowerCase: z.boolean(),
  hiddenFiles: z.boolean(),
  rules: z.array(rule).max(100),
});

/** The same as it stands in a settings file: each field, and each rule, falls back by itself. */
export const savedUploadSettings = z
  .object({
    template: text.catch(DEFAULT_UPLOADS.template),
    prefix: text.catch(DEFAULT_UPLOADS.prefix),
    lowerCase: z.boolean().catch(DEFAULT_UPLOADS.lowerCase),
    hiddenFiles: z.boolean().catch(DEFAULT_UPLOADS.hiddenFiles),
    rules: z
      .array(z.unknown())
      .transform((rules): readonly UploadRule[] => rules.flatMap((saved) => rule.safeParse(saved).data ?? []))
      .catch([]),
  })
  .catch({ ...DEFAULT_UPLOADS });
