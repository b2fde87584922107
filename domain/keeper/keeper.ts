import { z } from 'zod';

/** Digits of a keeper's PIN: it opens every door, so it is longer than a resident's. */
export const keeperPinLength = 6;
export const KeeperPin = z.string().regex(/^\d{6}$/);

/** What a keeper can do at the desk. Each engineer of a desk function adds its name here. */
export const KeeperFunctionId = z.enum([
  'open-door',
  'things',
  'residents',
  'donations',
  'fund',
  'devices',
  'health',
  'hub',
  'voice',
]);
export type KeeperFunctionId = z.infer<typeof KeeperFunctionId>;

/** Why a keeper opens a door. */
export const DoorReason = z.enum(['restock', 'inspect', 'take-out', 'other']);
export type DoorReason = z.infer<typeof DoorReason>;

/** The number a keeper goes by on screen and in the audit: `02`. */
export const keeperNumber = (number: number): string => String(number).padStart(2, '0');
