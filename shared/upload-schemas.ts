import { z } from 'zod';
import { CONVERT_FORMATS, isCacheControl, metadataProblem, RULE_KINDS, type UploadRule } from './upload-rules';
import type { UploadChoices } from './upload-preview';
import { tellsApart } from './upload-names';
import { DEFAULT_UPLOADS, PREVIEW_RULES, type UploadSettings } from './upload-settings';

const match = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('media'), media: z.enum(RULE_KINDS) }),
  z.strictObject({ kind: z.literal('names'), pattern: z.string().max(500) }),
]);

/** Also what the journal keeps of it. */
export const conversion = z.strictObject({
  format: z.enum(CONVERT_FORMATS),
  quality: z.int().min(1).max(100),
  maxSide: z.int().min(16).max(16_383).nullable(),
  otherwise: z.enum(['original', 'fail']),
});

/** Also what the journal keeps of it. */
export const locationRemoval = z.strictObject({ otherwise: z.enum(['fail', 'original']) });

const rule: z.ZodType<UploadRule> = z.strictObject({
  id: z.string().min(1).max(100),
  match,
  cacheControl: z.string().refine(isCacheControl).nullable(),
  metadata: z
    .record(z.string().max(128), z.string().max(8192))
    .refine((metadata) => metadataProblem(metadata) === null),
  conversion: conversion.nullable(),
  // Rules of 0.1.0 have none.
  location: locationRemoval.nullable().default(null),
});

const text = z.string().max(500);
const template = text.refine(tellsApart);

/** What the page may say of uploads; parsed by main alone. */
export const uploadSettings: z.ZodType<UploadSettings> = z.strictObject({
  template,
  prefix: text,
  lowerCase: z.boolean(),
  hiddenFiles: z.boolean(),
  preview: z.enum(PREVIEW_RULES),
  rules: z.array(rule).max(100),
});

/** What the page may choose for one batch. Of any template, since a preview is asked for while it is typed; names see to themselves. */
export const uploadChoices: z.ZodType<UploadChoices> = z.strictObject({
  template: text,
  lowerCase: z.boolean(),
  hiddenFiles: z.boolean(),
  convert: z.boolean(),
  removeLocation: z.boolean(),
});

/** The settings as they stand in a file: each field, and each rule, falls back by itself. */
export const savedUploadSettings = z
  .object({
    template: template.catch(DEFAULT_UPLOADS.template),
    prefix: text.catch(DEFAULT_UPLOADS.prefix),
    lowerCase: z.boolean().catch(DEFAULT_UPLOADS.lowerCase),
    hiddenFiles: z.boolean().catch(DEFAULT_UPLOADS.hiddenFiles),
    preview: z.enum(PREVIEW_RULES).catch(DEFAULT_UPLOADS.preview),
    rules: z
      .array(z.unknown())
      .transform((rules): readonly UploadRule[] => rules.flatMap((saved) => rule.safeParse(saved).data ?? []))
      .catch([]),
  })
  .catch({ ...DEFAULT_UPLOADS });
