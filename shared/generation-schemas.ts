import { z } from 'zod';
import { PROVIDER_IDS } from './generation';
import type { FormSettings } from './past-prompts';
import { generatedNamesProblem, MAX_GENERATED_NAMES } from './generated-names';

/** The parts of what a picture is asked for with, in bounds that no model goes beyond. Parsed by main alone. */
export const askedSettings = {
  provider: z.enum(PROVIDER_IDS),
  model: z.string().min(1).max(200),
  negativePrompt: z.string().max(32_000),
  size: z.strictObject({ width: z.int().min(16).max(8192), height: z.int().min(16).max(8192) }),
  style: z.string().max(100).nullable(),
  seed: z.int().min(0).max(Number.MAX_SAFE_INTEGER).nullable(),
  steps: z.int().min(1).max(1000).nullable(),
  guidance: z.number().min(0).max(1000).nullable(),
  seconds: z.number().min(0.1).max(3600).nullable(),
  extra: z.record(z.string().max(200), z.json()).nullable(),
  count: z.int().min(1).max(16),
};

export const formSettings: z.ZodType<FormSettings> = z.strictObject(askedSettings);

/** How results are named: a template with nothing wrong in it. */
export const generatedNames = z
  .string()
  .max(MAX_GENERATED_NAMES)
  .refine((template) => generatedNamesProblem(template) === null);
