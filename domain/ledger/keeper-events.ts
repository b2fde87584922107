import { z } from 'zod';
import { Instant } from '../contract/words.ts';
import { DoorReason } from '../keeper/keeper.ts';
import { Evidence, VoidReason } from './evidence.ts';

const Ref = z.string().min(1).max(64);

/** What keepers do, by type. A keeper is a reference; the card's code and the PIN stay outside of the log. */
export const keeperEventBodies = {
  'keeper-made': z.strictObject({ keeper: Ref, number: z.number().int().min(1) }),
  'keeper-blocked': z.strictObject({ keeper: Ref, why: z.enum(['lost', 'left']) }),
  'keeper-pin-failed': z.strictObject({ keeper: Ref, lockedUntil: Instant.nullable() }),
  'keeper-pin-chosen': z.strictObject({ keeper: Ref }),
  /** A one-time PIN was made for a keeper who forgot theirs; a lock ends with it. */
  'keeper-pin-reset': z.strictObject({ keeper: Ref }),
  'keeper-signed-in': z.strictObject({ keeper: Ref }),
  'keeper-signed-out': z.strictObject({ keeper: Ref, because: z.enum(['left', 'idle']) }),
  /** Committed before the pulse leaves, as with a borrow. */
  'keeper-opening-requested': z.strictObject({
    opening: Ref,
    door: z.number().int(),
    keeper: Ref,
    reason: DoorReason,
    visit: Ref,
  }),
  /** While devices are set up: committed before the pulse that tries a door. */
  'keeper-door-tried': z.strictObject({ keeper: Ref, door: z.number().int() }),
  'keeper-devices-kept': z.strictObject({ keeper: Ref, boards: z.number().int(), doors: z.number().int() }),
  'keeper-opening-opened': z.strictObject({ opening: Ref }),
  'keeper-opening-finished': z.strictObject({ opening: Ref, evidence: Evidence }),
  'keeper-opening-void': z.strictObject({ opening: Ref, because: VoidReason }),
} as const;
