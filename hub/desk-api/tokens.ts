import { createHash, randomBytes } from 'node:crypto';

/** What is kept of a token that somebody else holds: its SHA-256. The tokens are random, so no salt is needed. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** A token of 32 random bytes. */
export const newToken = (): string => randomBytes(32).toString('base64url');
