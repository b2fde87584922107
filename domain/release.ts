import { z } from 'zod';

/** This release; the same as in package.json, which a test compares. */
export const release = '0.1.0';

/** A release as the office names it: three numbers. */
export const ReleaseNumber = z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/);

/** Whether release `ours` (1.2.3, with or without more behind) is below `minimum`. */
export function isBelow(ours: string, minimum: string): boolean {
  const parts = (text: string): number[] => text.split(/[.-]/).slice(0, 3).map(Number);
  const [a, b] = [parts(ours), parts(minimum)];
  for (let i = 0; i < 3; i++) {
    const difference = (a[i] || 0) - (b[i] || 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
