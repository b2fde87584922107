import { z } from 'zod';
import { Instant, Named } from '../contract/words.ts';
import { Condition, Kind, Problem, Trust } from '../stock/kinds.ts';
import { clockEventBodies } from './clock-events.ts';
import { doorEventBodies } from './door-events.ts';
import { Evidence, VoidReason } from './evidence.ts';
import { fundEventBodies } from './fund-events.ts';
import { keeperEventBodies } from './keeper-events.ts';
import { memoEventBodies } from './memo-events.ts';
import { restoreEventBodies } from './restore-events.ts';
import { syncEventBodies } from './sync-events.ts';

export { Evidence, VoidReason } from './evidence.ts';

/** Random references (UUIDv7). Persons appear in the log by these only, never by name or phone. */
const Ref = z.string().min(1).max(64);
/**
 * Reference of a card; in events of before version 2 the code on it. No code was ever this long, and 512 characters of
 * any alphabet fit into an index of the hub, which holds 2,704 bytes.
 */
const CardRef = z.string().max(512);
const Purpose = z.enum(['borrow', 'return']);
export type Purpose = z.infer<typeof Purpose>;

export const SlipCode = z.string().regex(/^\d{4}$/);

/**
 * Every kind of event the log can hold, by type. Bodies are versioned: a change of shape is a new version,
 * never an edit, since old rows stay as they were written.
 */
export const eventBodies = {
  'hut-started': z.strictObject({ boot: Ref, settled: z.number().int() }),
  'kind-defined': Kind,
  'place-defined': z.discriminatedUnion('at', [
    z.strictObject({ place: Ref, at: z.literal('door'), door: z.number().int(), name: Named }),
    z.strictObject({ place: Ref, at: z.literal('shelf'), name: Named }),
  ]),
  'item-added': z.strictObject({
    item: Ref,
    kind: z.string(),
    name: Named,
    barcode: z.string().min(3).max(64),
    place: Ref,
    parts: z.array(z.string()),
  }),
  'item-condition-set': z.strictObject({
    item: Ref,
    condition: Condition,
    why: z.enum([
      'problem-reported',
      'problem-withdrawn',
      'routine-check',
      'unsettled-opening',
      'register',
      'keeper',
      'returned-elsewhere',
    ]),
    problem: Problem.nullable(),
  }),
  'person-registered': z.strictObject({ person: Ref, trust: Trust, consent: z.string() }),
  /** What was known of a person is gone; the log keeps the reference, which now means nobody. */
  'person-erased': z.strictObject({ person: Ref }),
  /** A keeper checked who it is. */
  'person-verified': z.strictObject({ person: Ref }),
  /** Somebody asked what the hut holds about them, and got it. */
  'person-exported': z.strictObject({ person: Ref }),
  /** `card` is a reference; the code lies in `card_code`. In events of before version 2 it is the code itself. */
  'card-issued': z.strictObject({ card: CardRef, person: Ref }),
  'card-blocked': z.strictObject({ card: CardRef, why: z.string() }),
  'pin-failed': z.strictObject({ person: Ref, lockedUntil: Instant.nullable() }),
  'pin-passed': z.strictObject({ person: Ref }),
  /** Committed before the pulse leaves. `due` is fixed here, so that a loan settled at boot keeps it. */
  'opening-requested': z.strictObject({
    opening: Ref,
    door: z.number().int(),
    purpose: Purpose,
    item: Ref,
    person: Ref.nullable(),
    due: Instant.nullable(),
    problem: Problem.nullable(),
    visit: Ref,
  }),
  /** The door was read open after the pulse. */
  'opening-opened': z.strictObject({ opening: Ref }),
  'opening-finished': z.strictObject({ opening: Ref, evidence: Evidence }),
  'opening-void': z.strictObject({ opening: Ref, because: VoidReason }),
  'loan-begun': z.strictObject({
    loan: Ref,
    item: Ref,
    person: Ref,
    due: Instant,
    opening: Ref.nullable(),
    evidence: Evidence,
    code: SlipCode,
  }),
  'loan-renewed': z.strictObject({ loan: Ref, due: Instant }),
  /** The renewal before it was a mistake: the loan is due as it was. */
  'renewal-undone': z.strictObject({ loan: Ref, due: Instant }),
  /** `loan` is null when nobody had borrowed it as far as the hut knows: the thing is found. */
  'item-returned': z.strictObject({
    returned: Ref,
    item: Ref,
    loan: Ref.nullable(),
    place: Ref,
    opening: Ref.nullable(),
    problem: Problem.nullable(),
    evidence: Evidence,
    code: SlipCode,
  }),
  ...doorEventBodies,
  'keeper-called': z.strictObject({ visit: Ref, screen: z.string() }),
  ...clockEventBodies,
  ...fundEventBodies,
  ...keeperEventBodies,
  ...memoEventBodies,
  ...restoreEventBodies,
  ...syncEventBodies,
} as const;

export type EventType = keyof typeof eventBodies;
export type EventBody<T extends EventType> = z.infer<(typeof eventBodies)[T]>;

/** An event about to be written. */
export type NewEvent = { [T in EventType]: { type: T; body: EventBody<T> } }[EventType];
export const event = <T extends EventType>(type: T, body: EventBody<T>): NewEvent =>
  ({ type, body }) as NewEvent;

/**
 * Who did it: an opaque reference. `visit` is a person at the screen who did not say who they are; `hub` is the office,
 * whose word came down.
 */
export type Actor = `person:${string}` | `keeper:${string}` | `visit:${string}` | 'hut' | 'command' | 'hub';
