import { z } from 'zod';

/** A time of day, `08:00`; `24:00` is the end of the day. */
export const TimeOfDay = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a time of day such as 08:00');
