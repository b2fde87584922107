import type { Refusal, Way } from '../../domain/contract/screen.ts';
import { never } from '../../domain/result.ts';

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
}

/** The ways on from a refusal, best first, at least one and at most four (rule 4: each has a next step). */
export function waysFrom(refusal: Refusal, around: Around): Way[] {
  const another: Way[] = around.sameKindElsewhere ? ['other-door', 'other-thing'] : ['other-thing'];
  switch (refusal.why) {
    case 'limit-reached':
      return ['return-one', ...(around.known ? (['my-loans'] as const) : []), 'call-keeper'];
    case 'overdue-loan':
      return ['return-one', ...(around.known ? (['renew-loan'] as const) : []), 'call-keeper'];
    case 'out-to-you':
      return ['return-one', ...(around.known ? (['renew-loan'] as const) : []), ...another];
    case 'renewal-limit':
      return ['return-one', 'call-keeper'];
    case 'lending-paused':
      return [around.inHand ? 'put-on-shelf' : 'return-one', 'call-keeper'];
    case 'trust-too-low':
      return around.identifying ? ['other-thing', 'use-card', 'call-keeper'] : ['other-thing', 'call-keeper'];
    case 'person-blocked':
      return ['call-keeper', ...(around.known ? (['my-loans'] as const) : [])];
    case 'recalled':
      if (around.renewing) return ['return-one', 'call-keeper'];
      return around.inHand ? ['put-on-shelf', ...another, 'call-keeper'] : [...another, 'call-keeper'];
    case 'not-in-service':
      return around.inHand ? ['put-on-shelf', ...another, 'call-keeper'] : [...another, 'call-keeper'];
    case 'out-to-someone':
    case 'none-left':
      return [...another, 'call-keeper'];
    case 'door-unusable':
    case 'door-did-not-open':
      return refusal.purpose === 'return' ? ['put-on-shelf', 'call-keeper'] : [...another, 'call-keeper'];
    case 'unknown-code':
    case 'foreign-code':
    case 'damaged-code':
      return ['scan-again', 'call-keeper'];
    case 'phones-paused':
      return ['use-card', 'return-one', 'call-keeper'];
    case 'card-unknown':
      return around.identifying ? ['scan-again', 'use-phone', 'call-keeper'] : ['scan-again', 'call-keeper'];
    case 'card-blocked':
      return ['use-phone', 'return-one', 'call-keeper'];
    case 'pin-locked':
      return around.identifying ? ['use-card', 'call-keeper'] : ['call-keeper'];
    case 'not-recorded':
      return ['scan-again', 'call-keeper'];
    default:
      return never(refusal);
  }
}
