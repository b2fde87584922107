/** Somebody whom a hut gave a card. */
export interface Holder {
  hut: string;
  person: string;
  card: string;
  /** The hut says that this card is not to be used any more. */
  isBlocked: boolean;
}

/** How a card of the street stands: whose it is, nobody's, or several persons' at once. */
export type CardStanding =
  | { is: 'nobodys' }
  | { is: 'held'; person: string; status: 'active' | 'blocked' }
  | { is: 'twice'; person: string; holders: string[] };

/**
 * What becomes of a card by all that huts say of it. Held by two persons it is blocked in all other huts until one
 * of them gives it up; no hut's word counts more than another's, so the answer is the same in any order. `byOffice`:
 * the office blocked it, and nobody's word is asked.
 */
export function standingOf(holders: readonly Holder[], byOffice = false): CardStanding {
  const good = byOffice ? [] : holders.filter(({ isBlocked }) => !isBlocked);
  const persons = [...new Set(good.map(({ person }) => person))].sort();
  const [person, another] = persons;
  if (person === undefined) {
    const [blocked] = holders.map((holder) => holder.person).sort();
    return blocked === undefined ? { is: 'nobodys' } : { is: 'held', person: blocked, status: 'blocked' };
  }
  if (another === undefined) return { is: 'held', person, status: 'active' };
  return {
    is: 'twice',
    person,
    holders: good.map(({ hut, person: whose, card }) => `${hut}/${whose}/${card}`).sort(),
  };
}
