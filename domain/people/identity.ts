import { z } from 'zod';

/** A mainland mobile number. */
export const Phone = z.string().regex(/^1[3-9]\d{9}$/);
export const pinLength = 4;
export const Pin = z.string().regex(/^\d{4}$/);

/** Building, unit and room, by digits. */
export const Dwelling = z.strictObject({
  building: z.string().regex(/^\d{1,3}$/),
  unit: z.string().regex(/^\d{1,2}$/),
  room: z.string().regex(/^\d{1,4}$/),
});
export type Dwelling = z.infer<typeof Dwelling>;

/** Version of the words a person agreed to when they gave their number. */
export const consentVersion = '2026-11-27';

export const pinTries = 5;
/** How long five wrong PINs lock an identity, in milliseconds. */
export const pinLockMs = 15 * 60_000;

/** `138****5678`: the only form of a phone number that leaves the hut process. */
export const maskPhone = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(7)}`;

/** A PIN anybody would try first: one digit four times, or a run such as 1234. */
export function isSimplePin(pin: string): boolean {
  const steps = [...pin].slice(1).map((digit, i) => Number(digit) - Number(pin[i]));
  return [-1, 0, 1].some((step) => steps.every((s) => s === step));
}

/** What a wrong PIN leads to: the tries left, or the moment until which this identity is locked. */
export function afterWrongPin(
  failedBefore: number,
  now: number,
): { triesLeft: number; lockedUntil: number | null } {
  const failed = failedBefore + 1;
  return failed >= pinTries
    ? { triesLeft: 0, lockedUntil: now + pinLockMs }
    : { triesLeft: pinTries - failed, lockedUntil: null };
}
