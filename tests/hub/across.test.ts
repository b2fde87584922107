import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kindCatalogue } from '../../domain/stock/kinds.ts';
import { closeCase, factsVersion } from '../../hub/across/cases.ts';
import { clocksDiffer, loanOfFind } from '../../hub/across/come-back.ts';
import { createSealing } from '../../hub/members/sealing.ts';
import type { Store } from '../../hub/store/store.ts';
import type { HutClient } from './hut-client.ts';
import { HutLog, sha256 } from './hut-log.ts';
import { onAllStores } from './on-all-stores.ts';
import { type Expected, expectedOf } from './reference.ts';
import type { TestHub } from './test-hub.ts';

/** What people do in one of the huts. Numbers pick among what there is. */
type Act =
  | {
      do: 'borrow' | 'return' | 'renew' | 'return-elsewhere' | 'told';
      hut: number;
      pick: number;
      who: number;
    }
  | { do: 'find-unknown' | 'verify' | 'inspect' | 'set-aside'; hut: number; pick: number; who: number };

const act: fc.Arbitrary<Act> = fc.record({
  do: fc.constantFrom(
    'borrow' as const,
    'borrow' as const,
    'borrow' as const,
    'return' as const,
    'renew' as const,
    'return-elsewhere' as const,
    'told' as const,
    'find-unknown' as const,
    'verify' as const,
    'inspect' as const,
    'set-aside' as const,
  ),
  hut: fc.nat({ max: 2 }),
  pick: fc.nat({ max: 1_000 }),
  who: fc.constantFrom(0, 0, 0, 1, 2),
});

/** Logs of three huts in which `acts` happened, one after the other; the run keeps its names apart from others'. */
function logsOf(run: string, acts: readonly Act[]): Map<string, HutLog> {
  const huts = [0, 1, 2].map((n) => `${run}-hut-${n}`);
  const logs = new Map(huts.map((hut) => [hut, new HutLog(hut)]));
  const out = new Map<
    string,
    { hut: string; loan: string; item: string; barcode: string; found: string | null }
  >();
  let n = 0;
  let now = 1_795_000_000_000;
  for (const [hut, log] of logs) {
    for (const kind of kindCatalogue.filter(({ kind }) => kind === 'wrench' || kind === 'book')) {
      log.add('kind-defined', kind, now);
    }
    log.add('place-defined', { place: 'shelf', at: 'shelf', name: { zh: '架', en: 'Shelf' } }, now);
    for (let i = 0; i < 6; i++) {
      const kind = i < 4 ? 'wrench' : 'book';
      const name = { zh: '东西', en: 'Thing' };
      log.add(
        'item-added',
        { item: `${hut}-i${i}`, kind, name, barcode: `${hut}-b${i}`, place: 'shelf', parts: [] },
        now,
      );
    }
    for (let who = 0; who < 3; who++) {
      log.add('person-registered', { person: `${run}-p${who}`, trust: 'self-registered', consent: '1' }, now);
    }
  }
  for (const { do: what, hut: at, pick, who } of acts) {
    n += 1;
    now += 20 * 60_000 + (pick % 7) * 60 * 60_000;
    const hut = huts[at] ?? '';
    const log = logs.get(hut);
    if (log === undefined) continue;
    const item = `${hut}-i${pick % 6}`;
    const loans = [...out.values()];
    const loan = loans[pick % Math.max(1, loans.length)];
    const common = { place: 'shelf', problem: null, code: '0001' } as const;
    if (what === 'borrow' && !out.has(item)) {
      out.set(item, { hut, loan: `${run}-l${n}`, item, barcode: `${hut}-b${pick % 6}`, found: null });
      const body = { loan: `${run}-l${n}`, item, person: `${run}-p${who}`, due: now + 1, opening: null };
      log.add('loan-begun', { ...body, evidence: 'shelf', code: '0001' }, now);
    } else if (what === 'return' && loan !== undefined) {
      out.delete(loan.item);
      const body = { returned: `${run}-r${n}`, item: loan.item, loan: loan.loan, opening: null };
      logs.get(loan.hut)?.add('item-returned', { ...body, ...common, evidence: 'shelf' }, now);
    } else if (what === 'renew' && loan !== undefined) {
      logs.get(loan.hut)?.add('loan-renewed', { loan: loan.loan, due: now + 5 }, now);
    } else if (what === 'return-elsewhere' && loan !== undefined && loan.hut !== hut) {
      loan.found = `${run}-f${n}`;
      // The clock of the last hut is hours behind: only what the lending hut says ends the right loan then.
      const at = log === logs.get(huts[2] ?? '') ? now - 5 * 60 * 60_000 : now;
      log.add('item-found', { found: loan.found, barcode: loan.barcode, ...common }, at);
    } else if (what === 'told' && loan !== undefined && loan.found !== null) {
      out.delete(loan.item);
      const body = { loan: loan.loan, returned: loan.found, hut, at: now - 60_000 };
      logs.get(loan.hut)?.add('loan-returned-elsewhere', body, now);
    } else if (what === 'find-unknown') {
      // A thing of another hut that nobody borrowed, or one that no hut knows.
      const barcode = pick % 2 === 0 ? `${huts[(at + 1) % 3]}-b${pick % 6}` : `${run}-nowhere-${n}`;
      log.add('item-found', { found: `${run}-f${n}`, barcode, ...common }, now);
    } else if (what === 'verify') {
      log.add('person-verified', { person: `${run}-p${who}` }, now);
    } else if (what === 'inspect') {
      log.add('item-condition-set', { item, condition: 'in-repair', why: 'keeper', problem: 'broken' }, now);
    } else if (what === 'set-aside') {
      log.add(
        'fact-set-aside',
        { event: `${run}-e${n}`, type: 'loan-begun', body: '{}', why: 'no room' },
        now,
      );
    }
  }
  return logs;
}

/** The same out of the hub's tables. */
async function storedOf({ read }: Store, run: string): Promise<Expected> {
  const or = (column: string) => `COALESCE(CAST(${column} AS TEXT), 'null')`;
  const lines = async (select: string): Promise<string[]> =>
    (await read.all<{ line: string }>(`SELECT ${select}`, [`${run}-%`])).map(({ line }) => line).sort();
  return {
    items: await lines(
      `hut_id || '/' || item || ' ' || place || ' ' || condition || ' ' || problem AS line FROM item WHERE hut_id LIKE $1`,
    ),
    loans: await lines(
      `hut_id || '/' || loan || ' ' || item || ' ' || person || ' ' || begun_at || ' ' || due || ' ' || renewals || ' ' ||
       ${or('returned_at')} || ' ' || ${or('returned')} AS line FROM loan WHERE hut_id LIKE $1`,
    ),
    returns: await lines(
      `hut_id || '/' || returned || ' ' || item || ' ' || ${or('loan')} AS line FROM item_return WHERE hut_id LIKE $1`,
    ),
    persons: await lines(
      `hut_id || '/' || person || ' ' || trust || ' ' || CASE WHEN erased_at IS NULL THEN 'false' ELSE 'true' END AS line
       FROM person WHERE hut_id LIKE $1`,
    ),
    comeBack: await lines(
      `hut_id || '/' || found || ' ' || item_hut || '/' || item || ' ' || ${or('loan')} AS line FROM come_back WHERE hut_id LIKE $1`,
    ),
    openCases: await lines(
      `case_id AS line FROM exception_case WHERE case_id LIKE '%:' || $1 AND closed_at IS NULL`,
    ),
  };
}

let runs = 0;

/** Sends what is left of the logs, a piece of some hut's at a time, as `order` says; some pieces twice. */
async function sendAll(
  huts: ReadonlyMap<string, { client: HutClient; log: HutLog }>,
  order: readonly { hut: number; events: number; again: boolean }[],
): Promise<void> {
  const names = [...huts.keys()];
  const sent = new Map<string, number>();
  const send = async (name: string, events: number, again: boolean): Promise<void> => {
    const hut = huts.get(name);
    if (hut === undefined) return;
    const after = sent.get(name) ?? 0;
    const until = Math.min(hut.log.lastSeq, after + events);
    if (until === after) return;
    const batch = hut.log.batch(after + 1, until);
    expect(await hut.client.push(batch)).toMatchObject({ status: 200, body: { ackSeq: until, parked: [] } });
    if (again) expect((await hut.client.push(batch)).status).toBe(200);
    sent.set(name, until);
  };
  for (const { hut, events, again } of order) await send(names[hut] ?? '', events, again);
  for (const name of names) await send(name, 500, false);
}

const tests = (hub: () => TestHub): void => {
  test('projections and cases are what the logs say, whatever arrived first', async () => {
    const isQuick = hub().store.read.dialect === 'postgres';
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { minLength: 5, maxLength: 60 }),
        fc.array(
          fc.record({
            hut: fc.nat({ max: 2 }),
            events: fc.integer({ min: 1, max: 30 }),
            again: fc.boolean(),
          }),
          { maxLength: 12 },
        ),
        async (acts, order) => {
          const run = `r${++runs}`;
          const logs = logsOf(run, acts);
          const huts = new Map<string, { client: HutClient; log: HutLog }>();
          for (const [name, log] of logs) huts.set(name, { client: await hub().hut(name), log });
          await sendAll(huts, order);
          const groups = (kind: string) => (kind === 'book' ? 'book' : 'thing');
          expect(await storedOf(hub().store, run)).toEqual(expectedOf(logs, groups));
        },
      ),
      { numRuns: isQuick ? 8 : 60 },
    );
  });

  /** A hut with some wrenches, in its own names. */
  const hutWith = async (name: string, things: number) => {
    const log = new HutLog(name, hub().clock.wall());
    const kind = kindCatalogue.find((known) => known.kind === 'wrench');
    if (kind !== undefined) log.add('kind-defined', kind);
    for (let i = 0; i < things; i++) {
      const words = { zh: '扳手', en: 'Wrench' };
      log.add('item-added', {
        item: `${name}.i${i}`,
        kind: 'wrench',
        name: words,
        barcode: `${name}-b${i}`,
        place: 's',
        parts: [],
      });
    }
    const client = await hub().hut(name);
    const lend = (i: number, person: string, at = log.at) =>
      log.add(
        'loan-begun',
        {
          loan: `${name}.l${i}`,
          item: `${name}.i${i}`,
          person,
          due: at + 1,
          opening: null,
          evidence: 'shelf',
          code: '0001',
        },
        at,
      );
    let sent = 0;
    const send = async () => {
      if (sent < log.lastSeq) expect((await client.push(log.batch(sent + 1, log.lastSeq))).status).toBe(200);
      sent = log.lastSeq;
    };
    return { name, log, client, lend, send };
  };
  const casesLike = async (id: string) =>
    hub().store.read.all<{ id: string; closed_by: string | null }>(
      'SELECT case_id AS id, closed_by FROM exception_case WHERE case_id LIKE $1 ORDER BY case_id',
      [id],
    );
  /** An official closes a case by what it says now. */
  const closeAsSeen = async (id: string) => {
    const now = hub().clock.wall();
    const closed = await hub().store.transaction(async (sql) => {
      const [seen] = await sql.all<{ facts: string }>('SELECT facts FROM exception_case WHERE case_id = $1', [
        id,
      ]);
      const version = factsVersion(seen?.facts ?? '');
      return closeCase(sql, '*', id, { by: 'li', version, note: '打过电话', now });
    });
    expect(closed).toBe(true);
  };
  const returnsOf = async (client: HutClient) =>
    ((await client.get('/v1/feeds/returns/snapshot')).body.rows as { key: string; value: object }[]).map(
      ({ key, value }) => ({ key, ...value }),
    );
  const found = (barcode: string, ref: string) =>
    ({ found: ref, barcode, place: 's', problem: null, code: '0002' }) as const;

  test('lent at one hut, brought back to another: told home, whoever was heard first', async () => {
    for (const [n, first] of ['lender', 'finder'].entries()) {
      const a = await hutWith(`one-${n}`, 1);
      const b = await hutWith(`two-${n}`, 0);
      await a.send();
      a.lend(0, `person-${n}`);
      b.log.add('item-found', found(`one-${n}-b0`, `find-${n}`), a.log.at + 60_000);
      if (first === 'finder') {
        await b.send();
        expect(await casesLike(`%:find-${n}`)).toEqual([
          { id: `found-without-loan:find-${n}`, closed_by: null },
        ]);
        expect(await returnsOf(a.client)).toMatchObject([{ key: `find-${n}`, loan: null, hut: `two-${n}` }]);
      }
      await a.send();
      await b.send();
      const closed = first === 'finder' ? [{ id: `found-without-loan:find-${n}`, closed_by: 'facts' }] : [];
      expect(await casesLike(`%:find-${n}`)).toEqual(closed);
      expect(await returnsOf(a.client)).toMatchObject([
        { key: `find-${n}`, item: `one-${n}.i0`, loan: `one-${n}.l0`, hutName: `小屋 two-${n}` },
      ]);
      expect(await returnsOf(b.client)).toEqual([]);
      const open = `SELECT loan FROM open_loan WHERE hut_id = 'one-${n}'`;
      expect(await hub().store.read.all(open)).toEqual([]);
    }
  });

  test('whose loan a find ended, and then does not, is counted again', async () => {
    const a = await hutWith('swap-a', 3);
    const b = await hutWith('swap-b', 2);
    const word = { opening: null, evidence: 'shelf', code: '0003' } as const;
    // Lent to somebody before, which the hut only comes to know later: its disk was set back.
    a.log.add('loan-begun', { loan: 'swap-old', item: 'swap-a.i0', person: 'swap-q', due: 1, ...word });
    for (const i of [0, 1]) {
      a.lend(i, 'swap-p');
      b.lend(i, 'swap-p');
    }
    await a.send();
    await b.send();
    const c = await hutWith('swap-c', 0);
    c.log.add('item-found', found('swap-a-b0', 'swap-find'), a.log.at + 60_000);
    await c.send();
    const id = 'over-limit:swap-p:thing';
    expect(await casesLike(id)).toEqual([{ id, closed_by: 'facts' }]);
    const said = { loan: 'swap-old', returned: 'swap-find', hut: 'swap-c', at: a.log.at } as const;
    a.log.add('loan-returned-elsewhere', said);
    await a.send();
    expect(await casesLike(id)).toEqual([{ id, closed_by: null }]);
  });

  test('a thing of a hut that was not heard of yet is a case until it is', async () => {
    const b = await hutWith('late-finder', 0);
    b.log.add('item-found', found('late-owner-b0', 'late-find'));
    await b.send();
    expect(await casesLike('%:late-find')).toEqual([{ id: 'found-unknown:late-find', closed_by: null }]);
    const a = await hutWith('late-owner', 1);
    a.lend(0, 'late-person', b.log.at - 60_000);
    await a.send();
    expect(await casesLike('%:late-find')).toEqual([{ id: 'found-unknown:late-find', closed_by: 'facts' }]);
  });

  test('a thing that its finder knows later, as its own, is a case until then', async () => {
    const b = await hutWith('own-finder', 0);
    b.log.add('item-found', found('own-code', 'own-find'));
    await b.send();
    expect(await casesLike('%:own-find')).toEqual([{ id: 'found-unknown:own-find', closed_by: null }]);
    const words = { zh: '扳手', en: 'Wrench' };
    const added = { item: 'own-item', kind: 'wrench', name: words, place: 's', parts: [] };
    b.log.add('item-added', { ...added, barcode: 'own-code' });
    await b.send();
    expect(await casesLike('%:own-find')).toEqual([{ id: 'found-unknown:own-find', closed_by: 'facts' }]);
  });

  test('more than anybody may have, from two huts that could not hear of each other, until one is back', async () => {
    const a = await hutWith('much-a', 2);
    const b = await hutWith('much-b', 2);
    for (const i of [0, 1]) {
      a.lend(i, 'much-person');
      b.lend(i, 'much-person');
    }
    await a.send();
    expect(await casesLike('over-limit:much-person:%')).toEqual([]);
    await b.send();
    expect(await casesLike('over-limit:much-person:%')).toEqual([
      { id: 'over-limit:much-person:thing', closed_by: null },
    ]);
    // It comes back, and not even where it was lent.
    const c = await hutWith('much-c', 0);
    c.log.add('item-found', found('much-a-b0', 'much-find'), a.log.at + 60_000);
    await c.send();
    expect(await casesLike('over-limit:much-person:%')).toEqual([
      { id: 'over-limit:much-person:thing', closed_by: 'facts' },
    ]);
  });

  test('one phone is one person, also through a third one, whoever was heard first', async () => {
    const at = hub().clock.wall();
    const orders = [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ];
    for (const [run, order] of orders.entries()) {
      const person = (name: string) => `phone-${run}-${name}`;
      const huts = await Promise.all(['a', 'b', 'c'].map((name) => hutWith(`phone-${run}-${name}`, 2)));
      // Of the second hut is whoever gave the first one's phone to it, and another phone to the third hut.
      const given = [
        [['p', 1]],
        [['q', 1]],
        [
          ['q', 2],
          ['r', 2],
        ],
      ] as const;
      for (const nth of order) {
        const { client, lend, send, log } = huts[nth] ?? (await hutWith('none', 0));
        for (const [name, phone] of given[nth] ?? []) {
          const member = {
            version: 1,
            trust: 'verified',
            phone: `1380000${run}00${phone}`,
            dwelling: null,
            consent: '1',
            consentAt: at,
            keptUntil: at,
            cards: [],
          };
          expect((await client.put(`/v1/members/${person(name)}`, member)).status).toBe(200);
        }
        for (const i of [0, 1]) lend(i, person(['p', 'q', 'r'][nth] ?? ''), log.at);
        await send();
      }
      const cases = await hub().store.read.all<{ id: string; facts: string }>(
        `SELECT case_id AS id, facts FROM exception_case WHERE case_id LIKE $1 AND closed_at IS NULL`,
        [`over-limit:phone-${run}-%`],
      );
      expect(cases.map(({ id }) => id)).toEqual([`over-limit:${person('p')}:thing`]);
      expect(JSON.parse(cases[0]?.facts ?? '{}')).toMatchObject({
        persons: ['p', 'q', 'r'].map(person),
        loans: huts.flatMap(({ name }) => [`${name}/${name}.l0`, `${name}/${name}.l1`]),
      });
    }
  });

  test('one card for two persons is a case, and blocked elsewhere until one of them gives it up', async () => {
    const a = await hub().hut('card-a');
    const b = await hub().hut('card-b');
    const at = hub().clock.wall();
    const told = sha256('card of two');
    const token = createSealing(Buffer.alloc(32, 7), hub().random).tokenOf(told);
    const member = (version: number, cards: string[]) => ({
      version,
      trust: 'verified',
      phone: null,
      dwelling: null,
      consent: '1',
      consentAt: at,
      keptUntil: at,
      cards: cards.map((card) => ({ card, token: told })),
    });
    const standing = async () => {
      const rows = (await a.get('/v1/feeds/cards/snapshot')).body.rows as { key: string; value: object }[];
      return rows.find(({ key }) => key === token)?.value;
    };
    await a.put('/v1/members/card-p1', member(1, ['card-1']));
    expect(await standing()).toMatchObject({ person: 'card-p1', status: 'active' });
    await b.put('/v1/members/card-p2', member(1, ['card-2']));
    expect(await standing()).toMatchObject({ status: 'blocked' });
    expect(await casesLike(`%:${token}`)).toEqual([{ id: `card-issued-twice:${token}`, closed_by: null }]);
    await a.put('/v1/members/card-p1', member(2, []));
    expect(await standing()).toMatchObject({ person: 'card-p2', status: 'active' });
    expect(await casesLike(`%:${token}`)).toEqual([{ id: `card-issued-twice:${token}`, closed_by: 'facts' }]);
  });

  test('a case that a person closed stays closed while its facts stay', async () => {
    const a = await hutWith('word-a', 2);
    const b = await hutWith('word-b', 3);
    for (const i of [0, 1]) {
      a.lend(i, 'word-person');
      b.lend(i, 'word-person');
    }
    await a.send();
    await b.send();
    const id = 'over-limit:word-person:thing';
    await closeAsSeen(id);
    await hub().hub.begin();
    expect(await casesLike(id)).toEqual([{ id, closed_by: 'person:li' }]);
    b.lend(2, 'word-person');
    await b.send();
    expect(await casesLike(id), 'a fact that they had not seen').toEqual([{ id, closed_by: null }]);
  });

  test('a person who has too much again is a new case, however it ended the last time, with what is out now', async () => {
    const a = await hutWith('again-a', 4);
    const b = await hutWith('again-b', 4);
    const id = 'over-limit:again-person:thing';
    const both = async (at: number, things: readonly number[]) => {
      for (const i of things) {
        a.lend(i, 'again-person', at);
        b.lend(i, 'again-person', at);
      }
      await a.send();
      await b.send();
    };
    const allBack = async (at: number, things: readonly number[]) => {
      for (const hut of [a, b])
        for (const i of things)
          hut.log.add(
            'item-returned',
            {
              returned: `${hut.name}.r${i}`,
              item: `${hut.name}.i${i}`,
              loan: `${hut.name}.l${i}`,
              place: 's',
              opening: null,
              problem: null,
              evidence: 'shelf',
              code: '0003',
            },
            at,
          );
      await a.send();
      await b.send();
    };
    const row = async () =>
      (
        await hub().store.read.all<{ facts: string; opened_at: number; closed_at: number | null }>(
          'SELECT facts, opened_at, closed_at FROM exception_case WHERE case_id = $1',
          [id],
        )
      )[0];
    const day = 86_400_000;
    const began = a.log.at;
    await both(began, [0, 1]);
    await closeAsSeen(id);
    await allBack(began + day, [0, 1]);
    expect((await row())?.closed_at).not.toBeNull();
    hub().clock.advance(day);
    await both(began + 2 * day, [2, 3]);
    const opened = await row();
    expect(opened?.closed_at).toBeNull();
    expect(opened?.opened_at).toBe(hub().clock.wall());
    expect(opened?.facts).toContain('again-a.l3');
    expect(opened?.facts).not.toContain('again-a.l1');
  });

  test('what a hub did not come to settle is settled when it begins', async () => {
    const a = await hutWith('crash-a', 2);
    const b = await hutWith('crash-b', 2);
    for (const i of [0, 1]) {
      a.lend(i, 'crash-person');
      b.lend(i, 'crash-person');
    }
    await a.send();
    await b.send();
    await hub().store.transaction((sql) =>
      sql.run(`DELETE FROM exception_case WHERE case_id LIKE '%crash-person%'`),
    );
    await hub().hub.begin();
    expect(await casesLike('%crash-person%')).toEqual([
      { id: 'over-limit:crash-person:thing', closed_by: null },
    ]);
  });
};

test('a lending hut that says which loan a find ended is believed, whatever the clocks', () => {
  const loans = [
    { loan: 'early', begunAt: 0, returnedAt: 50 * clocksDiffer, returned: 'find' },
    { loan: 'late', begunAt: 60 * clocksDiffer, returnedAt: null, returned: null },
  ];
  expect(loanOfFind({ found: 'find', at: 90 * clocksDiffer }, loans)).toBe('early');
  expect(loanOfFind({ found: 'other', at: 90 * clocksDiffer }, loans)).toBe('late');
  expect(loanOfFind({ found: 'other', at: 55 * clocksDiffer }, loans)).toBeNull();
});

onAllStores('between huts', tests);
