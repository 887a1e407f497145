import { z } from 'zod';
import { headerProblem, type HeaderEdit } from './header-edit';

/** Also what the journal keeps of it. */
export const headerEdit: z.ZodType<HeaderEdit> = z
  .strictObject({
    contentType: z.string().max(255).nullable(),
    cacheControl: z.string().max(500).nullable(),
    metadata: z.record(z.string().max(128), z.string().max(8192).nullable()),
  })
  .refine((edit) => headerProblem(edit) === null);
