import { loanLimits } from '../../domain/lending/borrowing.ts';
import type { FeedValue } from '../../domain/sync/feeds.ts';
import { type Publishing, publishAll } from '../feeds/feeds.ts';
import type { Sql } from '../store/store.ts';
import { type CardStanding, type Holder, standingOf } from './card-holders.ts';
import type { CaseByFacts } from './cases.ts';

/** Tells all huts how these cards of the street stand. Answers how the cases of them stand. */
export async function settleCards(
  sql: Sql,
  publishing: Publishing,
  tokens: readonly string[],
): Promise<CaseByFacts[]> {
  if (tokens.length === 0) return [];
  const holders = await holdersOf(sql, tokens);
  const byOffice = await blockedAmong(sql, tokens);
  const standings = tokens.map((token) => ({
    token,
    standing: standingOf(holders.get(token) ?? [], byOffice.has(token)),
  }));
  const persons = standings.flatMap(({ standing }) => (standing.is === 'nobodys' ? [] : [standing.person]));
  const verified = await verifiedAmong(sql, persons);
  await publishAll(
    sql,
    publishing,
    'cards',
    standings.map(({ token, standing }) => ({ hut: '*', key: token, value: rowOf(standing, verified) })),
  );
  return standings.map(({ token, standing }) => ({
    hut: '*',
    id: `card-issued-twice:${token}`,
    kind: 'card-issued-twice',
    is: standing.is === 'twice' ? { facts: { token, holders: standing.holders }, isOpen: true } : null,
  }));
}

/** Who has these cards, by token. */
async function holdersOf(sql: Sql, tokens: readonly string[]): Promise<Map<string, Holder[]>> {
  const rows = await sql.all<{
    token: string;
    hut_id: string;
    ref: string;
    card: string;
    blocked: string | null;
  }>(
    `SELECT m.token, m.hut_id, m.ref, m.card, c.blocked FROM member_card m
     LEFT JOIN card c ON c.hut_id = m.hut_id AND c.card = m.card WHERE m.token ${sql.anyOf('$1')}`,
    [JSON.stringify(tokens)],
  );
  const holders = new Map<string, Holder[]>();
  for (const { token, hut_id: hut, ref: person, card, blocked } of rows) {
    const own = holders.get(token) ?? [];
    own.push({ hut, person, card, isBlocked: blocked !== null });
    holders.set(token, own);
  }
  return holders;
}

/** Cards that the office blocked. */
async function blockedAmong(sql: Sql, tokens: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await sql.all<{ token: string }>(
    `SELECT token FROM card_block WHERE hut_id = '*' AND token ${sql.anyOf('$1')}`,
    [JSON.stringify(tokens)],
  );
  return new Set(rows.map(({ token }) => token));
}

/** Whoever a keeper verified in one hut is so in all. */
async function verifiedAmong(sql: Sql, persons: readonly string[]): Promise<ReadonlySet<string>> {
  if (persons.length === 0) return new Set();
  const rows = await sql.all<{ person: string }>(
    `SELECT ref AS person FROM member WHERE ref ${sql.anyOf('$1')} AND trust = 'verified'
     UNION SELECT person FROM person WHERE person ${sql.anyOf('$1')} AND trust = 'verified'`,
    [JSON.stringify(persons)],
  );
  return new Set(rows.map(({ person }) => person));
}

function rowOf(standing: CardStanding, verified: ReadonlySet<string>): FeedValue<'cards'> | null {
  if (standing.is === 'nobodys') return null;
  return {
    person: standing.person,
    trust: verified.has(standing.person) ? 'verified' : 'self-registered',
    status: standing.is === 'held' ? standing.status : 'blocked',
    limits: { ...loanLimits },
  };
}
