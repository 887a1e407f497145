import { z } from 'zod';
import { LOCAL_API_OFF, LOCAL_API_PORTS, type LocalApiSettings } from './local-api';

const fields = {
  enabled: z.boolean(),
  port: z.int().min(LOCAL_API_PORTS.min).max(LOCAL_API_PORTS.max).nullable(),
  connectionId: z.string().min(1).max(200).nullable(),
  prefix: z
    .string()
    .max(1000)
    .regex(/^$|\/$/),
};

/** What the page may say of the local API; parsed by main alone. */
export const localApiSettings: z.ZodType<LocalApiSettings> = z.strictObject(fields);

const { settings } = LOCAL_API_OFF;

/** The settings of the local API as they stand in a file, with the sealed token: each field falls back by itself. */
export const savedLocalApi = z
  .object({
    enabled: fields.enabled.catch(settings.enabled),
    port: fields.port.catch(settings.port),
    connectionId: fields.connectionId.catch(settings.connectionId),
    prefix: fields.prefix.catch(settings.prefix),
    sealedToken: z.string().nullable().catch(null),
  })
  .catch({ ...settings, sealedToken: null });
