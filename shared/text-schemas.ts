import { z } from 'zod';

/** The ids and texts that the inputs of commands are made of, each with its bound. Only main loads this file. */

export const id = z.string().min(1).max(200);
export const shortText = z.string().max(2000);
/** Half a pair of UTF-16 cannot be said in a URL; no bucket has such a key. */
export const isWhole = (text: string): boolean => !/\p{Surrogate}/u.test(text);
export const keyText = z.string().max(2000).refine(isWhole);
/** Ends with a slash; '' for the top. */
export const folderPrefix = z
  .string()
  .max(2000)
  .regex(/^$|\/$/)
  .refine(isWhole);
