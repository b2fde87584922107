import { z } from 'zod';
import { Instant } from '../contract/words.ts';
import { Problem, Trust } from '../stock/kinds.ts';

const Ref = z.string().min(1).max(64);

/** Bodies of what comes of being one of many huts. */
export const syncEventBodies = {
  /** The hut was enrolled at a hub, as this hut of it. `fingerprint`: of its key, as it was shown. */
  'hub-joined': z.strictObject({ hut: Ref, fingerprint: z.string().max(40) }),
  /** A thing of this hut came back at another one: the loan is over, the thing is there. */
  'loan-returned-elsewhere': z.strictObject({
    loan: Ref,
    /** The return, as the other hut knows it. */
    returned: Ref,
    hut: Ref,
    /** When, by the clock of the other hut. */
    at: Instant,
  }),
  /** A thing with one of our own labels that this hut does not know was put down here. */
  'item-found': z.strictObject({
    found: Ref,
    barcode: z.string().min(3).max(64),
    place: Ref,
    problem: Problem.nullable(),
    code: z.string().regex(/^\d{4}$/),
  }),
  /** Somebody with a card of another hut was seen here for the first time. */
  'person-arrived': z.strictObject({ person: Ref, trust: Trust }),
  /**
   * After two histories of this hut were joined: a fact of the one that the other left no room for. It is kept as it
   * was written, changes nothing, and waits for a person.
   */
  'fact-set-aside': z.strictObject({
    /** Id of the event as it was first recorded. */
    event: Ref,
    type: z.string().min(1).max(64),
    /** Its body, as it was written. */
    body: z.string().max(16_384),
    why: z.string().max(200),
  }),
} as const;
