import type { Refusal, Way } from '../contract/screen.ts';
import { never } from '../result.ts';

/** What surrounds a refusal, as far as it decides which ways lead on. */
export interface Around {
  /** The thing is in the person's hand: it can always be put down. */
  inHand: boolean;
  /** Another one of the same kind can be had now. */
  sameKindElsewhere: boolean;
  /** An identity was being asked for, so that another one may be given. */
  identifying: boolean;
  /** A new term was asked for, on a loan of their own. */
  renewing: boolean;
  /** The person is known, so that their own loans may be shown. */
  known: boolean;
  /** The loan that stands in the way may get a new term. */
  renewable: boolean;
  /** Something was being brought back. */
  returning: boolean;
}

/**
 * The ways on from a refusal, best first, at least one (rule 4: each has a next step) and at most three, so that the thing
 * keeps its picture and each way its size. The first is the one that the words of the refusal begin with.
 */
export function waysFrom(refusal: Refusal, around: Around): Way[] {
  const another: Way = around.sameKindElsewhere ? 'other-door' : 'other-thing';
  const loans: Way[] = around.renewable ? ['renew-loan'] : around.known ? ['my-loans'] : [];
  const others: Way[] = around.sameKindElsewhere ? ['other-door', 'other-thing'] : ['other-thing'];
  switch (refusal.why) {
    case 'limit-reached':
      return ['return-one', ...(around.known ? (['my-loans'] as const) : []), 'call-keeper'];
    case 'overdue-loan':
      return ['return-one', ...loans, 'call-keeper'];
    case 'out-to-you':
      return ['return-one', ...loans, another];
    case 'renewal-limit':
      return ['return-one', 'call-keeper'];
    case 'lending-paused':
      return [around.inHand ? 'put-on-shelf' : 'return-one', 'call-keeper'];
    case 'trust-too-low':
      return around.identifying ? ['call-keeper', 'use-card', 'other-thing'] : ['call-keeper', 'other-thing'];
    case 'person-blocked':
      return ['call-keeper', ...(around.known ? (['my-loans'] as const) : [])];
    case 'recalled':
      if (around.renewing) return ['return-one', 'call-keeper'];
      return around.inHand ? ['put-on-shelf', another, 'call-keeper'] : [...others, 'call-keeper'];
    case 'not-in-service':
      return around.inHand ? ['put-on-shelf', another, 'call-keeper'] : [...others, 'call-keeper'];
    case 'out-to-someone':
      return ['return-one', another, 'call-keeper'];
    case 'none-left':
      return [...others, 'call-keeper'];
    case 'door-unusable':
    case 'door-did-not-open':
      return refusal.purpose === 'return' ? ['put-on-shelf', 'call-keeper'] : [...others, 'call-keeper'];
    case 'unknown-code':
      return around.returning ? ['scan-again', 'call-keeper'] : ['scan-again', 'other-thing', 'call-keeper'];
    case 'foreign-code':
    case 'damaged-code':
      return ['scan-again', 'call-keeper'];
    case 'phones-paused':
      return ['use-card', 'return-one', 'call-keeper'];
    case 'card-unknown':
      return ['use-phone', 'scan-again', 'call-keeper'];
    case 'card-blocked':
      return ['call-keeper', 'use-phone', 'return-one'];
    case 'pin-locked':
      return around.identifying ? ['use-card', 'call-keeper'] : ['call-keeper'];
    case 'not-recorded':
      return ['call-keeper', 'scan-again'];
    default:
      return never(refusal);
  }
}
