import { z } from 'zod';
import { connectionOfSelection, SMART_VIEWS } from './library';
import { MANY } from './many';
import { MEDIA_KINDS } from './media';
import { folderPrefix, id, keyText } from './text-schemas';
import { NO_FILTERS } from './view-filters';

/** What a page says of views, of selections, and of what is to become of them, parsed. Only main loads this file. */

const time = z.int().min(-8.64e15).max(8.64e15).nullable();
const bytes = z.number().min(0).nullable();
const viewFilters = z.strictObject({
  modified: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('today') }),
      z.strictObject({ kind: z.literal('days'), days: z.int().min(1).max(3660) }),
      z.strictObject({ kind: z.literal('year') }),
      z.strictObject({ kind: z.literal('between'), from: time, until: time }),
    ])
    .nullable()
    .default(null),
  size: z.strictObject({ least: bytes, most: bytes }).nullable().default(null),
  prompt: z.enum(['with', 'without']).nullable().default(null),
});

export const view = z.strictObject({
  connectionId: id,
  scope: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('folder'), prefix: keyText }),
    z.strictObject({ kind: z.literal('smart'), view: z.enum(SMART_VIEWS) }),
  ]),
  search: z.string().max(500),
  kinds: z.array(z.enum(MEDIA_KINDS)).max(MEDIA_KINDS.length),
  filters: viewFilters.default(NO_FILTERS),
  flat: z.boolean().default(false),
  sort: z.strictObject({ field: z.enum(['name', 'date', 'size', 'kind']), direction: z.enum(['asc', 'desc']) }),
});

export const librarySelection = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('assets'), connectionId: id, assetIds: z.array(id).max(MANY) }),
  z.strictObject({ kind: z.literal('folders'), connectionId: id, prefixes: z.array(keyText).max(MANY) }),
  z.strictObject({ kind: z.literal('view'), view, except: z.array(id).max(MANY) }),
]);

/** What one command is about: all of one connection. */
export const librarySelections = z
  .array(librarySelection)
  .min(1)
  .max(10)
  .refine((all) => new Set(all.map(connectionOfSelection)).size === 1);

export const copyTarget = z.strictObject({ connectionId: id, prefix: folderPrefix });

export const renamePattern = z.strictObject({
  find: z.string().max(500),
  replace: z.string().max(500),
  regex: z.boolean(),
  matchCase: z.boolean(),
  template: z.string().max(500),
  lowerCase: z.boolean(),
  countFrom: z.string().max(20),
});

export const asset = z.strictObject({ connectionId: id, assetId: id });
