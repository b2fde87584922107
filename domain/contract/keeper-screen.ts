import { z } from 'zod';
import { DoorReason, KeeperFunctionId } from '../keeper/keeper.ts';
import { Condition, Problem } from '../stock/kinds.ts';
import { ItemView } from './thing-view.ts';
import { Instant } from './words.ts';

/** Why something at the desk cannot be done. */
export const KeeperRefusalWhy = z.enum([
  'card-unknown',
  'card-blocked',
  'disk-full',
  'disk-error',
  'door-unreachable',
  'door-open',
  'door-busy',
  'door-stuck',
  'door-not-sent',
  'scan-unknown',
]);
export type KeeperRefusalWhy = z.infer<typeof KeeperRefusalWhy>;

/** What was done at the desk. */
export const KeeperDone = z.enum(['condition']);
export type KeeperDone = z.infer<typeof KeeperDone>;

/** A thing as a keeper sees it: how it is, where, and what was last said of it. */
export const ThingState = z.strictObject({
  item: ItemView,
  condition: Condition,
  out: z.boolean(),
  problem: Problem.nullable(),
  /** When that was said. */
  since: Instant.nullable(),
});
export type ThingState = z.infer<typeof ThingState>;

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
    why: KeeperRefusalWhy,
    door: z.number().int().optional(),
  }),
  /** Which door? Each with what belongs behind it. */
  z.strictObject({
    at: z.literal('keeper-doors'),
    doors: z.array(
      z.strictObject({
        door: z.number().int(),
        item: ItemView.nullable(),
        state: z.enum(['empty', 'in', 'out', 'look', 'unreachable', 'open']),
      }),
    ),
  }),
  /** Why is it opened? The next press opens it. */
  z.strictObject({ at: z.literal('keeper-reason'), door: z.number().int(), item: ItemView.nullable() }),
  z.strictObject({
    at: z.literal('keeper-door'),
    door: z.number().int(),
    reason: DoorReason,
    phase: z.enum(['opening', 'open', 'remind', 'alarm', 'closed']),
    openSeconds: z.number().int().min(0),
    link: z.enum(['fine', 'lost']),
  }),
  /** The door cannot tell whether it was open: the keeper does. */
  z.strictObject({
    at: z.literal('keeper-doubt'),
    door: z.number().int(),
    because: z.enum(['will-not-close', 'link-lost']),
  }),
  /** The verdict of a door; `signedIn` is false when the keeper was away too long meanwhile. */
  z.strictObject({
    at: z.literal('keeper-opened'),
    door: z.number().int(),
    reason: DoorReason,
    signedIn: z.boolean(),
  }),
  /** Which thing? Scan it, or one of those that are not lent now. */
  z.strictObject({
    at: z.literal('keeper-things'),
    page: z.number().int().min(0),
    pages: z.number().int().min(1),
    things: z.array(ThingState).max(4),
  }),
  z.strictObject({ at: z.literal('keeper-thing'), thing: ThingState }),
  /** Why is it in repair, or retired? */
  z.strictObject({ at: z.literal('keeper-why'), item: ItemView, condition: Condition }),
  /** The verdict of what was done at the desk. */
  z.strictObject({
    at: z.literal('keeper-done'),
    what: KeeperDone,
    item: ItemView.optional(),
    condition: Condition.optional(),
  }),
] as const;

/** Presses of the keeper's desk; `Action` takes them in. */
export const keeperActions = [
  z.strictObject({ do: z.literal('desk'), function: KeeperFunctionId }),
  /** Back to the desk from wherever one is. */
  z.strictObject({ do: z.literal('to-desk') }),
  z.strictObject({ do: z.literal('door'), door: z.number().int() }),
  z.strictObject({ do: z.literal('reason'), reason: DoorReason }),
  z.strictObject({ do: z.literal('thing'), item: z.string().max(64) }),
  z.strictObject({ do: z.literal('condition'), condition: Condition }),
] as const;
