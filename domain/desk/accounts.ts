import { z } from 'zod';
import { Instant } from '../contract/words.ts';
import { Role } from './roles.ts';

/** What somebody signs in as: letters, digits, Chinese characters, dots and dashes. */
export const AccountName = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{1,39}$/u, 'two to forty letters or digits, also . _ and -');

/** Long rather than odd (NIST SP 800-63B, 3.1.1.2): at least twelve characters, no rule of composition. */
export const shortestPassword = 12;
export const Password = z.string().min(shortestPassword).max(200);

/** Six digits of an authenticator app (RFC 6238). */
export const TotpCode = z.string().regex(/^\d{6}$/);

/** Who is signed in, as the web app needs it. */
export const Me = z.strictObject({
  account: z.string(),
  name: z.string(),
  role: Role,
  huts: z.array(z.strictObject({ hut: z.string(), name: z.string() })),
  passkeys: z.number().int().min(0),
});
export type Me = z.infer<typeof Me>;

export const AccountRow = z.strictObject({
  account: z.string(),
  name: z.string(),
  role: Role,
  huts: z.array(z.strictObject({ hut: z.string(), name: z.string() })),
  state: z.enum(['invited', 'active', 'blocked']),
  lastSignInAt: Instant.nullable(),
  passkeys: z.number().int().min(0),
});
export type AccountRow = z.infer<typeof AccountRow>;

/**
 * Why the first password somebody thinks of is not taken: it is the name, one character again and again, or a run
 * of the keyboard. Null when it may be used.
 */
export function weakPassword(password: string, name: string): 'too-short' | 'has-name' | 'too-simple' | null {
  if (password.length < shortestPassword) return 'too-short';
  const plain = password.toLowerCase();
  if (plain.includes(name.toLowerCase())) return 'has-name';
  if (new Set(plain).size < 5) return 'too-simple';
  const runs = ['01234567890123456789', 'qwertyuiopasdfghjklzxcvbnm', 'abcdefghijklmnopqrstuvwxyz'];
  if (runs.some((run) => run.includes(plain)) || /^(password|xiaowu|小屋)+\d*$/.test(plain))
    return 'too-simple';
  return null;
}
