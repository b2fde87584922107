import type { Database } from 'better-sqlite3';
import { loanLimits } from '../../domain/lending/borrowing.ts';
import { feedStreams, FeedStream as Streams } from '../../domain/sync/feeds.ts';
import { snapshotFeed } from '../../hub/feeds/feeds.ts';
import { projectionsDigest, rebuild } from '../../hut/ledger/rebuild.ts';
import { checkWhole } from '../../hut/ledger/whole-check.ts';
import type { SimHut } from './sim-hut.ts';
import type { World } from './world.ts';

interface Row {
  type: string;
  body: string;
  event_id: string;
}

/** Where the reference of a fact stands in its body. Facts without one may be the same and two. */
const refs: Readonly<Record<string, string>> = {
  'loan-begun': 'loan',
  'item-returned': 'returned',
  'item-found': 'found',
  'card-issued': 'card',
  'person-registered': 'person',
  'lamp-lit': 'lamp',
};

/** The facts of a log, each as type and reference, whatever event says so; those set aside as well. */
function factsOf(rows: readonly Row[]): string[] {
  return rows.flatMap(({ type, body }) => {
    const fields = JSON.parse(body) as Record<string, string>;
    if (type === 'fact-set-aside') {
      return factsOf([{ type: fields.type ?? '', body: fields.body ?? '{}', event_id: '' }]);
    }
    const ref = refs[type];
    return ref === undefined ? [] : [`${type} ${fields[ref]}`];
  });
}

const rowsOf = (db: Database): Row[] =>
  db.prepare<[], Row>('SELECT type, body, event_id FROM event ORDER BY epoch, seq').all();

export const factsIn = (log: Database | readonly Row[]): Set<string> =>
  new Set(factsOf('prepare' in log ? rowsOf(log) : log));

interface LogRow {
  epoch: number;
  seq: number;
  hash: string;
}

/** Everything that must be so once all have told all; what is not, in words. */
export async function findBroken(world: World): Promise<string[]> {
  const broken: string[] = [];
  for (const hut of world.huts) broken.push(...(await ofLog(world, hut)), ...(await ofFeeds(world, hut)));
  broken.push(...ofFacts(world), ...(await betweenHuts(world)));
  return broken;
}

/** Gapless, and the same on both sides; each hut's tables are what its log says. */
async function ofLog({ hub }: World, { id, store }: SimHut): Promise<string[]> {
  const broken: string[] = [];
  const { db } = store.ledger;
  const here = db
    .prepare<[], LogRow>('SELECT epoch, seq, lower(hex(hash)) AS hash FROM event ORDER BY epoch, seq')
    .all();
  const there = (
    await hub.store.read.all<{ epoch: number; seq: number; hash: Uint8Array }>(
      'SELECT epoch, seq, hash FROM hut_event WHERE hut_id = $1 ORDER BY seq, epoch',
      [id],
    )
  ).map(({ hash, ...row }) => ({ ...row, hash: Buffer.from(hash).toString('hex') }));
  if (here.some(({ seq }, i) => seq !== i + 1)) broken.push(`${id}: its log has gaps`);
  const words = ({ epoch, seq, hash }: LogRow): string => `${epoch}/${seq} ${hash.slice(0, 8)}`;
  const first = here.findIndex((row, i) => JSON.stringify(row) !== JSON.stringify(there[i]));
  if (first >= 0 || here.length !== there.length) {
    const [a, b] = [here[first], there[first]];
    broken.push(
      `${id}: ${here.length} events here, ${there.length} at the hub; they differ at ${a && words(a)} and ${b && words(b)}`,
    );
  }
  const whole = checkWhole(db, { scratch: null });
  if (!whole.ok) broken.push(`${id}: ${whole.refusal.message}`);
  const unreadable = rowsOf(db).some(({ type }) => type === 'lamp-lit');
  if (!unreadable) {
    const before = projectionsDigest({ db });
    if (rebuild({ db }).after !== before) broken.push(`${id}: its tables are not what its log says`);
  }
  return broken;
}

/** What the office said stands in every hut as it was said. */
async function ofFeeds({ hub }: World, { id, store }: SimHut): Promise<string[]> {
  const broken: string[] = [];
  for (const stream of Streams.options) {
    const scope = feedStreams[stream].scope === 'all' ? '*' : id;
    const said = (await snapshotFeed(hub.store.read, scope, stream)).rows.map(({ key, value }) => ({
      key,
      value,
    }));
    const held = store.ledger.read.mirrors.rows(stream);
    const sorted = (rows: { key: string; value: unknown }[]) =>
      JSON.stringify([...rows].sort((a, b) => (a.key < b.key ? -1 : 1)));
    if (sorted(said) !== sorted(held)) {
      broken.push(`${id}: ${stream} holds ${held.length} rows, the hub ${said.length}, or others`);
    }
  }
  return broken;
}

/** Nothing that some disk still held is lost, and nothing is there twice. */
function ofFacts(world: World): string[] {
  const broken: string[] = [];
  const there = new Map(
    world.huts.map((hut) => {
      const count = new Map<string, number>();
      for (const fact of factsOf(rowsOf(hut.store.ledger.db))) count.set(fact, (count.get(fact) ?? 0) + 1);
      return [hut.id, count];
    }),
  );
  for (const [fact, hut] of world.facts) {
    const times = there.get(hut)?.get(fact) ?? 0;
    if (times > 1) broken.push(`${hut}: ${fact} is there ${times} times`);
    if (times === 0 && !world.gone.has(fact)) broken.push(`${hut}: ${fact} is lost`);
  }
  return broken;
}

interface Loan {
  hut: string;
  loan: string;
  person: string;
  group: 'thing' | 'book';
}

/** Loans of all huts, folded from their logs by another way than the hub's. */
function openLoans(world: World): Loan[] {
  return world.huts.flatMap(({ id, store }) => {
    const open = new Map<string, Loan>();
    for (const { type, body } of rowsOf(store.ledger.db)) {
      const fields = JSON.parse(body) as { loan?: string | null; item?: string; person?: string };
      const { loan, item = '', person = '' } = fields;
      if (loan == null) continue;
      if (type === 'loan-begun') {
        const group = store.lending.kindOf(item)?.group ?? 'thing';
        open.set(loan, { hut: id, loan, person, group });
      } else if (type === 'item-returned' || type === 'loan-returned-elsewhere') open.delete(loan);
    }
    return [...open.values()];
  });
}

const said = (of: Iterable<string>): string => [...of].sort().join(', ');

/** What the hub makes of all logs together, whatever order they came in, and its cases. */
async function betweenHuts(world: World): Promise<string[]> {
  const broken: string[] = [];
  const { read } = world.hub.store;
  const open = openLoans(world);
  const atHub = await read.all<{ hut_id: string; loan: string }>('SELECT hut_id, loan FROM open_loan', []);
  const [mine, its] = [
    said(open.map(({ hut, loan }) => `${hut}/${loan}`)),
    said(atHub.map(({ hut_id, loan }) => `${hut_id}/${loan}`)),
  ];
  if (mine !== its) broken.push(`open loans: by the logs ${mine}; at the hub ${its}`);

  const cases = await read.all<{ kind: string; closed_at: number | null }>(
    'SELECT kind, closed_at FROM exception_case',
    [],
  );
  const count = (kind: string, of: 'open' | 'all') =>
    cases.filter((each) => each.kind === kind && (of === 'all' || each.closed_at === null)).length;

  const holders = new Map<string, Loan[]>();
  for (const loan of open) {
    const key = `${loan.person} ${loan.group}`;
    holders.set(key, [...(holders.get(key) ?? []), loan]);
  }
  const over = [...holders.values()].filter(
    (loans) =>
      loans.length > (loans[0] === undefined ? 0 : loanLimits[loans[0].group]) &&
      new Set(loans.map(({ hut }) => hut)).size > 1,
  );
  if (over.length !== count('over-limit', 'open')) {
    broken.push(`${over.length} persons over the limit, ${count('over-limit', 'open')} cases of it`);
  }

  const logs = world.huts.flatMap(({ id, store }) => rowsOf(store.ledger.db).map((row) => ({ ...row, id })));
  const aside = logs.filter(({ type }) => type === 'fact-set-aside').length;
  if (aside !== count('fact-set-aside', 'all')) {
    broken.push(`${aside} facts were set aside, ${count('fact-set-aside', 'all')} cases of it`);
  }

  const finds = logs.filter(({ type }) => type === 'item-found').length;
  const [matched] = await read.all<{ n: number }>(
    'SELECT count(*) AS n FROM come_back WHERE loan IS NOT NULL',
    [],
  );
  const unmatched = count('found-unknown', 'open') + count('found-without-loan', 'open');
  if (finds !== (matched?.n ?? 0) + unmatched) {
    broken.push(`${finds} things found; ${matched?.n} ended a loan, ${unmatched} are cases`);
  }

  const twice = await read.all<{ token: string }>(
    `SELECT m.token AS token FROM member_card m
     WHERE NOT EXISTS (SELECT 1 FROM card c WHERE c.hut_id = m.hut_id AND c.card = m.card AND c.blocked IS NOT NULL)
     GROUP BY m.token HAVING count(DISTINCT m.ref) > 1`,
    [],
  );
  if (twice.length !== count('card-issued-twice', 'open')) {
    broken.push(`${twice.length} cards with two holders, ${count('card-issued-twice', 'open')} cases of it`);
  }
  return broken;
}
