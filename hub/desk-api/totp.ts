import { Secret, TOTP } from 'otpauth';

const stepSeconds = 30;
/** Steps to either side that count, for a clock that is half a minute off. */
const window = 1;

const totpOf = (secret: string, name: string): TOTP =>
  new TOTP({
    issuer: 'Xiaowu',
    label: name,
    // What every authenticator app understands (RFC 6238 with SHA-1, six digits, 30 seconds).
    algorithm: 'SHA1',
    digits: 6,
    period: stepSeconds,
    secret: Secret.fromBase32(secret),
  });

/** A new secret of 160 bits, in base 32. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

/** `otpauth://…`: what the QR code for the app says. */
export const totpUri = (secret: string, name: string): string => totpOf(secret, name).toString();

/** The step that a code belongs to, or null when it is wrong. A step may be used once (RFC 6238, 5.2). */
export function totpStep(secret: string, code: string, now: number): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const totp = totpOf(secret, '');
  const away = totp.validate({ token: code, timestamp: now, window });
  return away === null ? null : Math.floor(now / 1000 / stepSeconds) + away;
}

/** The code of a moment: what the app shows. */
export const totpCode = (secret: string, now: number): string =>
  totpOf(secret, '').generate({ timestamp: now });
