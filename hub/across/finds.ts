import { type Published, type Publishing, publishAll } from '../feeds/feeds.ts';
import type { Into, Sql } from '../store/store.ts';
import type { CaseByFacts } from './cases.ts';
import { type LoanOfThing, loanOfFind } from './come-back.ts';

interface Find {
  hut_id: string;
  found: string;
  barcode: string;
  found_at: number | null;
  /** Of the hut. */
  name: string;
}
interface Thing {
  hut_id: string;
  item: string;
  barcode: string;
}
/** What a find ends, as it is stored. */
interface ComeBack {
  hut_id: string;
  found: string;
  item_hut: string;
  item: string;
  loan: string | null;
}
type Loan = LoanOfThing & { hut_id: string; item: string; person: string | null };

const comeBackTable: Into = {
  table: 'come_back',
  columns: { hut_id: 'text', found: 'text', item_hut: 'text', item: 'text', loan: 'text' },
  conflict: `(hut_id, found) DO UPDATE SET item_hut = excluded.item_hut, item = excluded.item, loan = excluded.loan`,
};

const pair = (a: string, b: string): string => JSON.stringify([a, b]);
const listOf = (pairs: Iterable<string>): string => `[${[...pairs].join()}]`;

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}

/**
 * Brings what was found under these barcodes to what all huts say: whose it is, which loan it ends, and that its hut is
 * told. Answers how the cases of it stand, and whose loans end otherwise than before.
 */
export async function settleFinds(
  sql: Sql,
  publishing: Publishing,
  barcodes: readonly string[],
): Promise<{ cases: CaseByFacts[]; persons: string[] }> {
  if (barcodes.length === 0) return { cases: [], persons: [] };
  const codes = [JSON.stringify(barcodes)];
  const finds = await sql.all<Find>(
    `SELECT f.hut_id, f.found, f.barcode, f.found_at, h.name FROM found f JOIN hut h ON h.hut_id = f.hut_id
     WHERE f.barcode ${sql.anyOf('$1')} ORDER BY f.barcode, f.hut_id, f.found`,
    codes,
  );
  const things = await sql.all<Thing>(
    `SELECT hut_id, item, barcode FROM item WHERE barcode ${sql.anyOf('$1')} ORDER BY barcode, hut_id, item`,
    codes,
  );
  const byCode = groupBy(things, ({ barcode }) => barcode);
  const ownerOf = ({ hut_id, barcode }: Find): Thing | null =>
    byCode.get(barcode)?.find((thing) => thing.hut_id !== hut_id) ?? null;
  const owned = finds.flatMap((find) => {
    const owner = ownerOf(find);
    return owner === null ? [] : [{ find, owner }];
  });
  const loans = groupBy(await loansOf(sql, owned), ({ hut_id, item }) => pair(hut_id, item));
  const before = await comeBackOf(sql, owned);

  const cases: CaseByFacts[] = [];
  for (const find of finds) {
    const isUnknown = !byCode.has(find.barcode);
    cases.push({
      hut: find.hut_id,
      id: `found-unknown:${find.found}`,
      kind: 'found-unknown',
      is: isUnknown ? { facts: { barcode: find.barcode }, isOpen: true } : null,
    });
  }
  const told: Published<'returns'>[] = [];
  const changed: ComeBack[] = [];
  /** Loans that end, or do not end any more, by a find. */
  const ended = new Map<string, string | null>();
  for (const { find, owner } of owned) {
    const ofThing = loans.get(pair(owner.hut_id, owner.item)) ?? [];
    const at = find.found_at ?? publishing.now;
    const loan = loanOfFind({ found: find.found, at }, ofThing);
    const { barcode, hut_id: hut, found, name: hutName } = find;
    told.push({
      hut: owner.hut_id,
      key: found,
      value: { item: owner.item, barcode, loan, hut, hutName, at },
    });
    cases.push({
      hut,
      id: `found-without-loan:${found}`,
      kind: 'found-without-loan',
      is:
        loan === null ? { facts: { barcode, itemHut: owner.hut_id, item: owner.item }, isOpen: true } : null,
    });
    const was = before.get(pair(hut, found)) ?? null;
    if (was?.item_hut === owner.hut_id && was.item === owner.item && was.loan === loan) continue;
    changed.push({ hut_id: hut, found, item_hut: owner.hut_id, item: owner.item, loan });
    if (was !== null && was.loan !== null) ended.set(pair(was.item_hut, was.loan), null);
    if (loan !== null) {
      ended.set(pair(owner.hut_id, loan), ofThing.find((one) => one.loan === loan)?.person ?? null);
    }
  }
  if (changed.length > 0) {
    await sql.put(
      comeBackTable,
      changed.map(({ hut_id, found, item_hut, item, loan }) => [hut_id, found, item_hut, item, loan]),
    );
  }
  await publishAll(sql, publishing, 'returns', told);
  return { cases, persons: await personsOf(sql, ended) };
}

/** Every loan of the things that were found. */
async function loansOf(sql: Sql, owned: readonly { owner: Thing }[]): Promise<Loan[]> {
  const things = new Set(owned.map(({ owner }) => pair(owner.hut_id, owner.item)));
  if (things.size === 0) return [];
  return sql.all<Loan>(
    `SELECT l.hut_id, l.item, l.loan, l.person, l.begun_at AS "begunAt", l.returned_at AS "returnedAt", l.returned
     FROM ${sql.pairs('$1')} p CROSS JOIN loan l${sql.by('loan_item')}
     WHERE l.hut_id = p.a AND l.item = p.b AND l.begun_at IS NOT NULL`,
    [listOf(things)],
  );
}

/** What is stored of these finds, by hut and find. */
async function comeBackOf(sql: Sql, owned: readonly { find: Find }[]): Promise<Map<string, ComeBack>> {
  if (owned.length === 0) return new Map();
  const rows = await sql.all<ComeBack>(
    `SELECT c.hut_id, c.found, c.item_hut, c.item, c.loan FROM ${sql.pairs('$1')} p CROSS JOIN come_back c
     WHERE c.hut_id = p.a AND c.found = p.b`,
    [listOf(owned.map(({ find }) => pair(find.hut_id, find.found)))],
  );
  return new Map(rows.map((row) => [pair(row.hut_id, row.found), row]));
}

/** Whose these loans are, by hut and loan; those that are not known yet are looked up. */
async function personsOf(sql: Sql, loans: ReadonlyMap<string, string | null>): Promise<string[]> {
  const known = [...loans.values()].filter((person) => person !== null);
  const others = [...loans].flatMap(([key, person]) => (person === null ? [key] : []));
  if (others.length === 0) return known;
  const rows = await sql.all<{ person: string }>(
    `SELECT l.person FROM ${sql.pairs('$1')} p CROSS JOIN loan l
     WHERE l.hut_id = p.a AND l.loan = p.b AND l.person IS NOT NULL`,
    [listOf(others)],
  );
  return [...known, ...rows.map(({ person }) => person)];
}
