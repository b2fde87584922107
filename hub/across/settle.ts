import { loanLimits } from '../../domain/lending/borrowing.ts';
import { LoanGroup as Groups, Kind, type LoanGroup, type Trust } from '../../domain/stock/kinds.ts';
import type { HubDeps } from '../deps.ts';
import { publish } from '../feeds/feeds.ts';
import type { Touched } from '../projections/fold.ts';
import type { Sql } from '../store/store.ts';
import { type CardStanding, type Holder, standingOf } from './card-holders.ts';
import { type CaseChange, dropCase, setCase } from './cases.ts';
import { type LoanOfThing, loanOfFind } from './come-back.ts';
import { type CountedLoan, overLimit } from './over-limit.ts';

/** What is to be looked at again, since something of it changed. */
export interface ToSettle {
  persons: Iterable<string>;
  barcodes: Iterable<string>;
  tokens: Iterable<string>;
}

type SettleDeps = Pick<HubDeps, 'clock' | 'random' | 'log'>;

/** Persons as one: the same phone was given in two huts. The smallest reference stands for all. */
async function personsLike(sql: Sql, person: string): Promise<string[]> {
  const rows = await sql.all<{ ref: string }>(
    `SELECT DISTINCT b.ref AS ref FROM member a JOIN member b ON b.phone_mac = a.phone_mac WHERE a.ref = $1`,
    [person],
  );
  return [...new Set([person, ...rows.map(({ ref }) => ref)])].sort();
}

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
           WHERE m.hut_id = $1 AND m.ref = a.person
         )
       )`,
      [hutId, list(touched.loans)],
    );
    for (const { person } of rows) persons.add(person);
  }
  const barcodes = new Set(touched.barcodes);
  if (touched.items.size > 0 || touched.loans.size > 0) {
    const rows = await sql.all<{ barcode: string }>(
      `SELECT DISTINCT f.barcode AS barcode FROM item i JOIN found f ON f.barcode = i.barcode
       WHERE i.hut_id = $1 AND i.item ${sql.anyOf('$2')}`,
      [hutId, list(touched.items)],
    );
    for (const { barcode } of rows) barcodes.add(barcode);
  }
  const tokens = new Set<string>();
  if (touched.cards.size > 0 || touched.persons.size > 0) {
    const rows = await sql.all<{ token: string }>(
      `SELECT DISTINCT token FROM member_card WHERE hut_id = $1 AND (card ${sql.anyOf('$2')} OR ref ${sql.anyOf('$3')})`,
      [hutId, list(touched.cards), list(touched.persons)],
    );
    for (const { token } of rows) tokens.add(token);
  }
  return { persons, barcodes, tokens };
}

/** Everything that lies between huts, for a hub that starts: what it did not come to settle is settled then. */
export async function allBetween(sql: Sql): Promise<ToSettle> {
  const column = async (text: string): Promise<string[]> =>
    (await sql.all<{ key: string }>(text)).map(({ key }) => key);
  return {
    persons: await column(
      `SELECT person AS key FROM loan WHERE person IS NOT NULL GROUP BY person HAVING MIN(hut_id) <> MAX(hut_id)
       UNION SELECT ref AS key FROM member WHERE phone_mac IN (
         SELECT phone_mac FROM member WHERE phone_mac IS NOT NULL GROUP BY phone_mac HAVING MIN(ref) <> MAX(ref)
       )`,
    ),
    barcodes: await column('SELECT DISTINCT barcode AS key FROM found'),
    tokens: await column('SELECT DISTINCT token AS key FROM member_card'),
  };
}

/**
 * Brings everything that these touch to what the facts of all huts say: finds and the loans they end, cases, cards.
 * One at a time: whoever comes later sees what was committed before, so no two batches can miss each other. In the
 * caller's transaction; settling the same again changes nothing.
 */
export async function settle(sql: Sql, deps: SettleDeps, what: ToSettle): Promise<void> {
  await sql.all(`SELECT hut_id FROM settling WHERE hut_id = '*'${sql.forUpdate}`);
  const changes: (CaseChange | null)[] = [];
  const persons = new Set(what.persons);
  for (const barcode of new Set(what.barcodes)) {
    const settled = await settleBarcode(sql, deps, barcode);
    changes.push(...settled.changes);
    for (const person of settled.persons) persons.add(person);
  }
  for (const person of persons) changes.push(...(await settlePerson(sql, deps, person)));
  for (const token of new Set(what.tokens)) changes.push(await settleCard(sql, deps, token));
  for (const change of changes) {
    if (change === null) continue;
    deps.log({
      what: change.now === 'opened' ? 'case-opened' : 'case-closed',
      kind: change.kind,
      id: change.id,
    });
  }
}

interface FoundRow {
  hut_id: string;
  found: string;
  found_at: number | null;
  name: string;
}

async function settleBarcode(
  sql: Sql,
  deps: SettleDeps,
  barcode: string,
): Promise<{ changes: (CaseChange | null)[]; persons: string[] }> {
  const now = deps.clock.wall();
  const changes: (CaseChange | null)[] = [];
  const persons: string[] = [];
  const finds = await sql.all<FoundRow>(
    `SELECT f.hut_id, found, found_at, name FROM found f JOIN hut h ON h.hut_id = f.hut_id WHERE barcode = $1
     ORDER BY f.hut_id, found`,
    [barcode],
  );
  const items = await sql.all<{ hut_id: string; item: string }>(
    'SELECT hut_id, item FROM item WHERE barcode = $1 ORDER BY hut_id, item',
    [barcode],
  );
  for (const find of finds) {
    const owner = items.find(({ hut_id }) => hut_id !== find.hut_id) ?? null;
    const unknown = { hut: find.hut_id, id: `found-unknown:${find.found}` };
    const without = { hut: find.hut_id, id: `found-without-loan:${find.found}` };
    if (owner === null) {
      changes.push(
        await setCase(sql, { ...unknown, kind: 'found-unknown', facts: { barcode }, isOpen: true }, now),
      );
      continue;
    }
    changes.push(await dropCase(sql, unknown.hut, unknown.id, now));
    const loans = await sql.all<LoanOfThing & { person: string | null }>(
      `SELECT loan, person, begun_at AS "begunAt", returned_at AS "returnedAt", returned FROM loan
       WHERE hut_id = $1 AND item = $2 AND begun_at IS NOT NULL`,
      [owner.hut_id, owner.item],
    );
    const at = find.found_at ?? now;
    const loan = loanOfFind({ found: find.found, at }, loans);
    await sql.run(
      `INSERT INTO come_back VALUES ($1, $2, $3, $4, $5) ON CONFLICT (hut_id, found)
       DO UPDATE SET item_hut = excluded.item_hut, item = excluded.item, loan = excluded.loan`,
      [find.hut_id, find.found, owner.hut_id, owner.item, loan],
    );
    await publish(sql, { now, random: deps.random }, 'returns', owner.hut_id, find.found, {
      item: owner.item,
      barcode,
      loan,
      hut: find.hut_id,
      hutName: find.name,
      at,
    });
    if (loan === null) {
      const facts = { barcode, itemHut: owner.hut_id, item: owner.item };
      changes.push(await setCase(sql, { ...without, kind: 'found-without-loan', facts, isOpen: true }, now));
    } else {
      changes.push(await dropCase(sql, without.hut, without.id, now));
    }
    for (const { person } of loans) if (person !== null) persons.push(person);
  }
  return { changes, persons };
}

async function settlePerson(sql: Sql, { clock }: SettleDeps, person: string): Promise<(CaseChange | null)[]> {
  const now = clock.wall();
  const same = await personsLike(sql, person);
  const rows = await sql.all<{
    hut_id: string;
    loan: string;
    begun_at: number;
    returned_at: number | null;
    found_at: number | null;
    definition: string | null;
  }>(
    `SELECT l.hut_id, l.loan, l.begun_at, l.returned_at, k.definition,
       (SELECT MIN(f.found_at) FROM come_back c JOIN found f ON f.hut_id = c.hut_id AND f.found = c.found
        WHERE c.item_hut = l.hut_id AND c.loan = l.loan) AS found_at
     FROM loan l
     LEFT JOIN item i ON i.hut_id = l.hut_id AND i.item = l.item
     LEFT JOIN kind k ON k.hut_id = l.hut_id AND k.kind = i.kind
     WHERE l.person ${sql.anyOf('$1')} AND l.begun_at IS NOT NULL`,
    [JSON.stringify(same)],
  );
  const loans: CountedLoan[] = rows.map((row) => ({
    hut: row.hut_id,
    loan: row.loan,
    group: groupOf(row.definition),
    begunAt: row.begun_at,
    endedAt: row.returned_at ?? row.found_at,
  }));
  const changes: (CaseChange | null)[] = [];
  const [whose = person, ...others] = same;
  for (const group of Groups.options) {
    const over = overLimit(loans, group);
    const id = `over-limit:${whose}:${group}`;
    if (over === null) {
      changes.push(await dropCase(sql, '*', id, now));
    } else {
      const facts = { persons: same, group, limit: loanLimits[group], loans: over.loans };
      changes.push(await setCase(sql, { hut: '*', id, kind: 'over-limit', facts, isOpen: over.isOpen }, now));
    }
    // Who was counted alone before it was known that they are the same.
    for (const other of others) changes.push(await dropCase(sql, '*', `over-limit:${other}:${group}`, now));
  }
  return changes;
}

/** A kind that cannot be read counts as a thing, as most are. */
function groupOf(definition: string | null): LoanGroup {
  if (definition === null) return 'thing';
  const kind = Kind.safeParse(JSON.parse(definition));
  return kind.success ? kind.data.group : 'thing';
}

async function settleCard(sql: Sql, deps: SettleDeps, token: string): Promise<CaseChange | null> {
  const now = deps.clock.wall();
  const rows = await sql.all<{ hut_id: string; ref: string; card: string; blocked: string | null }>(
    `SELECT m.hut_id, m.ref, m.card, c.blocked FROM member_card m
     LEFT JOIN card c ON c.hut_id = m.hut_id AND c.card = m.card WHERE m.token = $1`,
    [token],
  );
  const holders: Holder[] = rows.map(({ hut_id: hut, ref: person, card, blocked }) => ({
    hut,
    person,
    card,
    isBlocked: blocked !== null,
  }));
  const standing = standingOf(holders);
  await publishCard(sql, deps, token, standing, now);
  const id = `card-issued-twice:${token}`;
  if (standing.is !== 'twice') return dropCase(sql, '*', id, now);
  const facts = { token, holders: standing.holders };
  return setCase(sql, { hut: '*', id, kind: 'card-issued-twice', facts, isOpen: true }, now);
}

async function publishCard(
  sql: Sql,
  { random }: SettleDeps,
  token: string,
  standing: CardStanding,
  now: number,
): Promise<void> {
  if (standing.is === 'nobodys') {
    await publish(sql, { now, random }, 'cards', '*', token, null);
    return;
  }
  const { person } = standing;
  const trusts = await sql.all<{ trust: Trust }>(
    `SELECT trust FROM member WHERE ref = $1 AND trust IS NOT NULL
     UNION SELECT trust FROM person WHERE person = $1 AND trust IS NOT NULL`,
    [person],
  );
  // Whoever a keeper verified in one hut is so in all.
  const isVerified = trusts.some(({ trust }) => trust === 'verified');
  await publish(sql, { now, random }, 'cards', '*', token, {
    person,
    trust: isVerified ? 'verified' : 'self-registered',
    status: standing.is === 'held' ? standing.status : 'blocked',
    limits: { ...loanLimits },
  });
}
