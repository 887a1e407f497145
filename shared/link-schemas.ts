import { z } from 'zod';
import { CORS_METHODS } from './cloudflare';
import { originOfPage } from './cors';
import { LINK_WIDTH_LIMITS } from './link';
import { LINK_FORMATS, LINK_TEMPLATE_LIMITS } from './link-formats';
import { R2_LIMITS } from './r2';

/** What links are wanted with, parsed. Only main loads this file. */

export const presignSeconds = z.int().min(1).max(R2_LIMITS.maxPresignSeconds);

/** As browsers send it: it is sent on as a header. */
export const pageOrigin = z
  .string()
  .max(500)
  .refine((text) => originOfPage(text) === text);

export const linkForm = z.union([z.enum(LINK_FORMATS), z.templateLiteral(['own:', z.string().max(100)])]);

export const linkTemplates = z
  .array(
    z.strictObject({
      id: z.string().min(1).max(100),
      name: z.string().max(LINK_TEMPLATE_LIMITS.name),
      text: z.string().max(LINK_TEMPLATE_LIMITS.text),
    }),
  )
  .max(LINK_TEMPLATE_LIMITS.count);

export const linkWish = z.strictObject({
  way: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('auto') }),
    z.strictObject({ kind: z.literal('public'), base: z.string().max(2000) }),
    z.strictObject({ kind: z.literal('signed'), seconds: presignSeconds }),
  ]),
  form: linkForm,
  width: z.int().min(LINK_WIDTH_LIMITS.min).max(LINK_WIDTH_LIMITS.max).nullable(),
});

const words = z.array(z.string().max(500)).max(100);
const corsRule = z.strictObject({
  id: z.string().max(255).nullable(),
  origins: words,
  methods: z.array(z.enum(CORS_METHODS)).max(CORS_METHODS.length),
  headers: words,
  exposeHeaders: words,
  maxAgeSeconds: z.int().min(0).max(86_400).nullable(),
});
/** R2 keeps at most a hundred (as S3 does). */
export const corsRules = z.array(corsRule).max(100);
