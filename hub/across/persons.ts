import { z } from 'zod';
import { loanLimits } from '../../domain/lending/borrowing.ts';
import { LoanGroup as Groups, Kind, type LoanGroup } from '../../domain/stock/kinds.ts';
import type { Sql } from '../store/store.ts';
import type { CaseByFacts } from './cases.ts';
import { type CountedLoan, overLimit } from './over-limit.ts';

/** What an over-limit case says of whose it is. */
export const OverLimitFacts = z.object({ persons: z.array(z.string()) });

/** How the cases of these persons stand by all of their loans, whichever hut lent. `same`: by `personsLike`. */
export async function settlePersons(sql: Sql, same: readonly (readonly string[])[]): Promise<CaseByFacts[]> {
  if (same.length === 0) return [];
  const loans = await loansOf(sql, same.flat());
  return same.flatMap((group) => casesOf(group, loans));
}

/**
 * Each of these persons with everybody who is the same: the same phone was given in two huts, or each shares one with
 * a third. In order; the smallest reference stands for all.
 */
export async function personsLike(sql: Sql, persons: readonly string[]): Promise<string[][]> {
  if (persons.length === 0) return [];
  const rows = await sql.all<{ person: string; ref: string }>(
    `WITH RECURSIVE alike (person, ref) AS (
       SELECT a, b FROM ${sql.pairs('$1')} asked
       UNION
       SELECT alike.person, n.ref FROM alike
       CROSS JOIN member m${sql.by('member_ref')}
       CROSS JOIN member n${sql.by('member_phone')}
       WHERE m.ref = alike.ref AND n.phone_mac = m.phone_mac
     )
     SELECT person, ref FROM alike`,
    [JSON.stringify(persons.map((person) => [person, person]))],
  );
  const groups = new Map<string, string[]>();
  for (const { person, ref } of rows) groups.set(person, [...(groups.get(person) ?? []), ref]);
  // Two that are the same come to the same group.
  const distinct = new Map([...groups.values()].map((group) => [group.sort()[0], group]));
  return [...distinct.values()];
}

/** Loans by who has them. */
async function loansOf(sql: Sql, persons: readonly string[]): Promise<Map<string, CountedLoan[]>> {
  const rows = await sql.all<{
    hut_id: string;
    loan: string;
    person: string;
    begun_at: number;
    returned_at: number | null;
    found_at: number | null;
    definition: string | null;
  }>(
    `SELECT l.hut_id, l.loan, l.person, l.begun_at, l.returned_at, k.definition,
       (SELECT MIN(f.found_at) FROM come_back c JOIN found f ON f.hut_id = c.hut_id AND f.found = c.found
        WHERE c.item_hut = l.hut_id AND c.loan = l.loan) AS found_at
     FROM loan l
     LEFT JOIN item i ON i.hut_id = l.hut_id AND i.item = l.item
     LEFT JOIN kind k ON k.hut_id = l.hut_id AND k.kind = i.kind
     WHERE l.person ${sql.anyOf('$1')} AND l.begun_at IS NOT NULL`,
    [JSON.stringify(persons)],
  );
  const groups = new Map<string | null, LoanGroup>();
  const loans = new Map<string, CountedLoan[]>();
  for (const { hut_id: hut, loan, person, begun_at: begunAt, returned_at, found_at, definition } of rows) {
    const group = groups.get(definition) ?? groupOf(definition);
    groups.set(definition, group);
    const own = loans.get(person) ?? [];
    own.push({ hut, loan, group, begunAt, endedAt: returned_at ?? found_at });
    loans.set(person, own);
  }
  return loans;
}

/** Of persons who are one. */
function casesOf(same: readonly string[], loans: ReadonlyMap<string, CountedLoan[]>): CaseByFacts[] {
  const [whose, ...others] = same;
  const all = same.flatMap((person) => loans.get(person) ?? []);
  return Groups.options.flatMap((group) => {
    const over = overLimit(all, group);
    const of = (person: string | undefined, is: CaseByFacts['is']): CaseByFacts => ({
      hut: '*',
      id: `over-limit:${person}:${group}`,
      kind: 'over-limit',
      is,
    });
    const facts = { persons: same, group, limit: loanLimits[group], loans: over?.loans };
    return [
      of(whose, over === null ? null : { facts, isOpen: over.isOpen }),
      // Who was counted alone before it was known that they are the same.
      ...others.map((other) => of(other, null)),
    ];
  });
}

/** A kind that cannot be read counts as a thing, as most are. */
function groupOf(definition: string | null): LoanGroup {
  if (definition === null) return 'thing';
  const kind = Kind.safeParse(JSON.parse(definition));
  return kind.success ? kind.data.group : 'thing';
}
