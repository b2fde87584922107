import type { Clock } from '../../domain/clock.ts';
import type { HubDeps } from '../deps.ts';
import { holdFeed } from '../feeds/feeds.ts';
import type { Touched } from '../projections/fold.ts';
import type { Sql } from '../store/store.ts';
import { settleBlocks } from './blocks.ts';
import { settleCards } from './cards.ts';
import { setCases } from './cases.ts';
import { settleFinds } from './finds.ts';
import { OverLimitFacts, personsLike, settlePersons } from './persons.ts';

/** What is to be looked at again, since something of it changed. */
export interface ToSettle {
  persons: Iterable<string>;
  barcodes: Iterable<string>;
  tokens: Iterable<string>;
}
/** So many of a kind are settled in one transaction when a hub starts. */
const inOne = 1_000;

export type SettleDeps = Pick<HubDeps, 'random' | 'log'> & { clock: Pick<Clock, 'wall'> };

/** Which of what one hut's events touched, another hut has a part in. */
export async function crossingOf(sql: Sql, hutId: string, touched: Touched): Promise<ToSettle> {
  const list = (set: ReadonlySet<string>): string => JSON.stringify([...set]);
  const persons = new Set<string>();
  if (touched.loans.size > 0) {
    const rows = await sql.all<{ person: string }>(
      `SELECT DISTINCT a.person AS person FROM loan a WHERE a.hut_id = $1 AND a.loan ${sql.anyOf('$2')} AND (
         EXISTS (SELECT 1 FROM loan b WHERE b.person = a.person AND b.hut_id < $1)
         OR EXISTS (SELECT 1 FROM loan b WHERE b.person = a.person AND b.hut_id > $1)
         OR EXISTS (
           SELECT 1 FROM member m JOIN member n ON n.phone_mac = m.phone_mac AND n.ref <> m.ref
           WHERE m.ref = a.person
         )
       )`,
      [hutId, list(touched.loans)],
    );
    for (const { person } of rows) persons.add(person);
  }
  const barcodes = new Set(touched.barcodes);
  if (touched.items.size > 0 || touched.endedElsewhere.size > 0) {
    // A find ends one loan of a thing: which, may change with what its hut says of another.
    const rows = await sql.all<{ barcode: string }>(
      `SELECT f.barcode AS barcode FROM item i JOIN found f ON f.barcode = i.barcode
       WHERE i.hut_id = $1 AND i.item ${sql.anyOf('$2')}
       UNION SELECT f.barcode AS barcode FROM loan l
       JOIN item i ON i.hut_id = l.hut_id AND i.item = l.item JOIN found f ON f.barcode = i.barcode
       WHERE l.hut_id = $1 AND l.loan ${sql.anyOf('$3')}`,
      [hutId, list(touched.items), list(touched.endedElsewhere)],
    );
    for (const { barcode } of rows) barcodes.add(barcode);
  }
  const tokens = new Set<string>();
  if (touched.cards.size > 0 || touched.persons.size > 0) {
    const rows = await sql.all<{ token: string }>(
      `SELECT token FROM member_card WHERE hut_id = $1 AND card ${sql.anyOf('$2')}
       UNION SELECT token FROM member_card${sql.by('member_card_ref')} WHERE hut_id = $1 AND ref ${sql.anyOf('$3')}`,
      [hutId, list(touched.cards), list(touched.persons)],
    );
    for (const { token } of rows) tokens.add(token);
  }
  return { persons, barcodes, tokens };
}

/**
 * Everything that lies between huts, in parts, for a hub that starts: what it did not come to settle is settled then.
 */
export async function allBetween(sql: Sql): Promise<ToSettle[]> {
  const column = async (text: string): Promise<string[]> =>
    (await sql.all<{ key: string }>(text)).map(({ key }) => key);
  const persons = await column(
    `SELECT person AS key FROM loan WHERE person IS NOT NULL GROUP BY person HAVING MIN(hut_id) <> MAX(hut_id)
     UNION SELECT ref AS key FROM member WHERE phone_mac IN (
       SELECT phone_mac FROM member WHERE phone_mac IS NOT NULL GROUP BY phone_mac HAVING MIN(ref) <> MAX(ref)
     )`,
  );
  // Who is in no two huts any more may have been, and the case of it stands.
  const over = await sql.all<{ facts: string }>(
    `SELECT facts FROM exception_case WHERE hut_id = '*' AND kind = 'over-limit' AND closed_at IS NULL`,
  );
  persons.push(...over.flatMap(({ facts }) => OverLimitFacts.parse(JSON.parse(facts)).persons));
  const barcodes = await column('SELECT DISTINCT barcode AS key FROM found');
  // A card that nobody holds any more may still be told as somebody's.
  const tokens = await column(
    `SELECT token AS key FROM member_card
     UNION SELECT key FROM feed WHERE hut_id = '*' AND stream = 'cards' AND value IS NOT NULL`,
  );
  const parts = Math.ceil(Math.max(persons.length, barcodes.length, tokens.length) / inOne);
  return Array.from({ length: parts }, (_, i) => {
    const part = (keys: readonly string[]) => keys.slice(i * inOne, (i + 1) * inOne);
    return { persons: part(persons), barcodes: part(barcodes), tokens: part(tokens) };
  });
}

/**
 * Brings everything that these touch to what the facts of all huts say: finds and the loans they end, cases, cards, and
 * whom a block is meant for.
 * One at a time: whoever comes later sees what was committed before, so no two batches can miss each other. In the
 * caller's transaction, with the same few queries however much there is; settling the same again changes nothing.
 */
export async function settle(sql: Sql, deps: SettleDeps, what: ToSettle): Promise<void> {
  await sql.all(`SELECT hut_id FROM settling WHERE hut_id = '*'${sql.forUpdate}`);
  const publishing = { now: deps.clock.wall(), random: deps.random };
  const finds = await settleFinds(sql, publishing, [...new Set(what.barcodes)]);
  await holdFeed(sql, 'blocks');
  const same = await personsLike(sql, [...new Set([...what.persons, ...finds.persons])]);
  await settleBlocks(sql, publishing, same);
  const cases = [
    ...finds.cases,
    ...(await settlePersons(sql, same)),
    ...(await settleCards(sql, publishing, [...new Set(what.tokens)])),
  ];
  for (const { now, kind, id } of await setCases(sql, cases, publishing.now)) {
    deps.log({ what: now === 'opened' ? 'case-opened' : 'case-closed', kind, id });
  }
}
