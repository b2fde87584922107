import type { Refusal } from '../../domain/contract/screen.ts';
import type { Dwelling } from '../../domain/people/identity.ts';
import type { Result } from '../../domain/result.ts';
import type { Trust } from '../../domain/stock/kinds.ts';

export interface Known {
  person: string;
  trust: Trust;
}

export type PinRefusal =
  | { why: 'wrong'; triesLeft: number }
  | (Refusal & { why: 'pin-locked' | 'not-recorded' });

/** Who somebody is. Personal data is read and written here and nowhere else. */
export interface People {
  /** Who registered with this number (11 digits), or null. */
  findByPhone(phone: string): { person: string } | null;
  /**
   * Keeps a new person: the row with the personal data and the event, in one transaction. A number that is
   * registered already counts as a PIN check of that person; where it fails, nobody is known: card-unknown.
   */
  register(who: { phone: string; dwelling: Dwelling; pin: string }): Promise<Result<{ person: string }, Refusal>>;
  /** Checks a PIN; wrong ones are counted in the ledger, so that a restart opens no lock. */
  checkPin(person: string, pin: string): Promise<Result<Known, PinRefusal>>;
  byCard(card: string): Result<Known, Refusal & { why: 'card-unknown' | 'card-blocked' }>;
  /** A new card for a new person of this trust. Answers the person. */
  issueCard(card: string, trust: Trust): Result<{ person: string }, Refusal & { why: 'not-recorded' }>;
  trustOf(person: string): Trust | null;
}
