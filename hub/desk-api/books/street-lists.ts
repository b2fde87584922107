import type { DeskAnswer } from '../../../domain/desk/contract.ts';
import type { BlockRow, ErasureRow } from '../../../domain/desk/streams.ts';
import { maskPhone } from '../../../domain/people/identity.ts';
import { personsLike } from '../../across/persons.ts';
import { pageOf } from './page-of.ts';
import { readPhones } from './phone.ts';
import { type ResidentDeps, readBlocks, readErased } from './residents.ts';

/** Blocks that stand now, and cards that the office blocked. */
export async function readStanding(deps: ResidentDeps, now: number): Promise<DeskAnswer<'blocks'>> {
  const { store, sealing, names } = deps;
  const { read } = store;
  const since = new Map(
    (
      await read.all<{ key: string; at: number }>(
        `SELECT key, MAX(at) AS at FROM feed WHERE hut_id = '*' AND stream = 'blocks' GROUP BY key`,
      )
    ).map(({ key, at }) => [key, Number(at)]),
  );
  const standing = await readBlocks(read, now);
  const phones = await readPhones(
    store,
    sealing,
    standing.map(({ person }) => person),
  );
  const same = await personsLike(
    read,
    standing.map(({ person }) => person),
  );
  const wholeOf = new Map(
    same.flatMap(([whole = '', ...others]) => [whole, ...others].map((one) => [one, whole])),
  );
  const byPerson = new Map<string, BlockRow>();
  for (const { person, why, until } of standing) {
    const whose = wholeOf.get(person) ?? person;
    const phone = phones.get(person);
    byPerson.set(whose, {
      person: whose,
      phoneMasked: phone === undefined ? null : maskPhone(phone),
      why,
      until,
      since: since.get(person) ?? now,
    });
  }
  const cards = await read.all<{ token: string; at: number; hut_id: string | null }>(
    `SELECT b.token, b.at, MIN(m.hut_id) AS hut_id FROM card_block b LEFT JOIN member_card m ON m.token = b.token
     WHERE b.hut_id = '*' GROUP BY b.token, b.at ORDER BY b.at DESC, b.token`,
  );
  return {
    rows: [...byPerson.values()].sort((a, b) => b.since - a.since || (a.person < b.person ? -1 : 1)),
    cards: cards.map(({ token, at, hut_id: hut }) => ({
      token,
      hut: hut === null ? null : { hut, name: names.get(hut) ?? hut },
      since: Number(at),
    })),
  };
}

/** Erasures, newest first, and which of the huts that knew the person have carried them out. */
export async function readErasures(
  { store: { read }, names }: ResidentDeps,
  after: string | null,
  limit: number,
): Promise<DeskAnswer<'erasures'>> {
  const { rows: shown, next } = pageOf(await readErased(read), ({ person }) => person, after, limit);
  const known = await read.all<{
    person: string;
    hut_id: string;
    erased_at: number | null;
    seen_at: number | null;
    loans: number;
  }>(
    `SELECT p.person, p.hut_id, p.erased_at, c.seen_at,
       (SELECT COUNT(*) FROM open_loan l WHERE l.hut_id = p.hut_id AND l.person = p.person) AS loans
     FROM person p LEFT JOIN hut_cursor c ON c.hut_id = p.hut_id
     WHERE p.person ${read.anyOf('$1')} ORDER BY p.hut_id`,
    [JSON.stringify(shown.map(({ person }) => person))],
  );
  const rows = shown.map(
    ({ person, at }): ErasureRow => ({
      person,
      at,
      huts: known
        .filter((row) => row.person === person)
        .map((row) => ({
          hut: row.hut_id,
          name: names.get(row.hut_id) ?? row.hut_id,
          state: row.erased_at !== null ? 'done' : Number(row.loans) > 0 ? 'things-out' : 'waits',
          doneAt: row.erased_at,
          lastSeenAt: row.seen_at,
        })),
    }),
  );
  return { rows, next };
}
