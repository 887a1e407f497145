import { z } from 'zod';
import { DEFAULT_WORK, LAST_MINUTE, MAX_LIMIT, MIN_LIMIT, type LimitHours, type WorkSettings } from './work-settings';

const limit = z.number().min(MIN_LIMIT).max(MAX_LIMIT).nullable();
const minute = z.int().min(0).max(LAST_MINUTE);
const days = z.array(z.int().min(0).max(6)).max(7);
// Not by `readonly()`, which freezes even what does not fit, and throws where that is a view of bytes (zod 4).
const hours: z.ZodType<LimitHours | null> = z.strictObject({ from: minute, to: minute, days }).nullable();

/** What the page may say of the work; parsed by main alone. */
export const workSettings: z.ZodType<WorkSettings> = z.strictObject({
  askBeforeQuit: z.boolean(),
  notifyWhenDone: z.boolean(),
  speed: z.strictObject({ limited: z.boolean(), upload: limit, download: limit, hours }),
});

const { speed } = DEFAULT_WORK;

/** The work settings as they stand in a settings file: each field falls back by itself. */
export const savedWorkSettings = z
  .object({
    askBeforeQuit: z.boolean().catch(DEFAULT_WORK.askBeforeQuit),
    notifyWhenDone: z.boolean().catch(DEFAULT_WORK.notifyWhenDone),
    speed: z
      .object({
        limited: z.boolean().catch(speed.limited),
        upload: limit.catch(speed.upload),
        download: limit.catch(speed.download),
        hours: hours.catch(speed.hours),
      })
      .catch(speed),
  })
  .catch(DEFAULT_WORK);
