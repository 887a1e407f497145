import { z } from 'zod';
import { ADDRESSING_STYLES, PASSPHRASE_LENGTH } from './connection';
import { JURISDICTIONS } from './r2';
import { id, shortText } from './text-schemas';

/** What a page says of connections, their secrets and their accounts, parsed. Only main loads this file. */

const address = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('r2'), accountId: shortText, jurisdiction: z.enum(JURISDICTIONS) }),
  z.strictObject({
    kind: z.literal('endpoint'),
    endpoint: shortText,
    // It becomes part of what is signed, and of hosts: the SDK takes nothing else.
    region: z
      .string()
      .max(64)
      .regex(/^[A-Za-z0-9-]*$/),
    style: z.enum(ADDRESSING_STYLES),
  }),
  z.strictObject({ kind: z.literal('sandbox') }),
]);

const draftSecret = [
  z.strictObject({ kind: z.literal('typed'), value: shortText }),
  z.strictObject({ kind: z.literal('held'), id }),
  z.strictObject({ kind: z.literal('stored'), connectionId: id }),
] as const;
export const token = z.discriminatedUnion('kind', draftSecret);
export const passphrase = z.string().min(1).max(PASSPHRASE_LENGTH.max);
export const newPassphrase = passphrase.min(PASSPHRASE_LENGTH.min);
export const accountPlace = z.strictObject({ accountId: shortText, jurisdiction: z.enum(JURISDICTIONS) });
export const bucketPlace = accountPlace.extend({ bucket: z.string().min(1).max(255) });

export const draft = z.strictObject({
  address,
  bucket: z.string().max(255),
  publicBase: shortText.nullable(),
  accessKeyId: shortText,
  secret: z.discriminatedUnion('kind', draftSecret),
  apiToken: z.discriminatedUnion('kind', [...draftSecret, z.strictObject({ kind: z.literal('none') })]),
});
