import { z } from 'zod';
import { Named } from './words.ts';

/** What a hand can do to simulated devices; the dock at the side of a practice hut's screen offers these. */
export const PracticeAct = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('scan'), text: z.string().min(1).max(200) }),
  z.strictObject({ act: z.literal('open-door'), door: z.number().int() }),
  z.strictObject({ act: z.literal('close-door'), door: z.number().int() }),
  z.strictObject({ act: z.literal('jam'), door: z.number().int(), jammed: z.boolean() }),
  z.strictObject({ act: z.literal('cable'), device: z.enum(['locker', 'scanner']), plugged: z.boolean() }),
]);
export type PracticeAct = z.infer<typeof PracticeAct>;

export const PracticeState = z.strictObject({
  doors: z.array(
    z.strictObject({
      door: z.number().int(),
      open: z.boolean(),
      jammed: z.boolean(),
      pulses: z.number().int(),
    }),
  ),
  cables: z.strictObject({ locker: z.boolean(), scanner: z.boolean() }),
  cards: z.array(z.strictObject({ code: z.string(), name: Named })),
  things: z.array(z.strictObject({ code: z.string(), name: Named, place: z.string(), out: z.boolean() })),
});
export type PracticeState = z.infer<typeof PracticeState>;
