import { z } from 'zod';
import { KeeperFunctionId } from '../keeper/keeper.ts';
import { Instant } from './words.ts';

/** Screens of the keeper's desk; `Screen` takes them in. Their names begin with `keeper-`. */
export const keeperScreens = [
  /** The card was read: the PIN. `choose`, `repeat`: a one-time PIN is replaced by one's own. */
  z.strictObject({
    at: z.literal('keeper-pin'),
    number: z.number().int(),
    step: z.enum(['check', 'choose', 'repeat']),
    filled: z.number().int().min(0),
    length: z.number().int(),
    busy: z.boolean(),
    problem: z.enum(['wrong', 'locked', 'differs', 'too-simple', 'same']).optional(),
    triesLeft: z.number().int().optional(),
    /** When a locked keeper may try again. */
    until: Instant.optional(),
  }),
  z.strictObject({
    at: z.literal('keeper-desk'),
    number: z.number().int(),
    functions: z.array(KeeperFunctionId),
    todo: z.strictObject({ look: z.number().int(), overdue: z.number().int(), out: z.number().int() }),
  }),
  /** Why something at the desk cannot be done; each has its next step in the words. */
  z.strictObject({
    at: z.literal('keeper-refusal'),
    why: z.enum(['card-unknown', 'card-blocked', 'disk-full', 'disk-error']),
  }),
] as const;

/** Presses of the keeper's desk; `Action` takes them in. */
export const keeperActions = [
  z.strictObject({ do: z.literal('desk'), function: KeeperFunctionId }),
  /** Back to the desk from wherever one is. */
  z.strictObject({ do: z.literal('to-desk') }),
] as const;
