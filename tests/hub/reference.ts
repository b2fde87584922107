import type { HutLog } from './hut-log.ts';

/** What a hut's events come to, told as plainly as possible. */
interface Loan {
  hut: string;
  loan: string;
  item: string;
  person: string;
  begunAt: number;
  due: number;
  renewals: number;
  returnedAt: number | null;
  returned: string | null;
}
interface Find {
  hut: string;
  found: string;
  barcode: string;
  at: number;
}
export interface Expected {
  items: string[];
  loans: string[];
  returns: string[];
  persons: string[];
  /** Which loan each find ends. */
  comeBack: string[];
  openCases: string[];
}

type Body = Record<string, string> & { due: number; at: number };
const hour = 3_600_000;

/**
 * The state of all huts by their whole logs, computed from nothing and without any order of arrival: the law that the
 * hub's projections are held against. Written apart from them, on purpose.
 */
export function expectedOf(
  logs: ReadonlyMap<string, HutLog>,
  groupOf: (kind: string) => 'thing' | 'book',
): Expected {
  const items = new Map<
    string,
    { hut: string; kind: string; barcode: string; place: string; condition: string; problem: string }
  >();
  const loans = new Map<string, Loan>();
  const returns: string[] = [];
  const finds: Find[] = [];
  const persons = new Map<string, { trust: string; erased: boolean }>();
  const aside: string[] = [];
  for (const [hut, log] of logs) {
    for (const { type, body, wallAt } of log.events) {
      const b = JSON.parse(body) as Body;
      const loanOf = () => loans.get(`${hut}/${b.loan}`);
      if (type === 'item-added') {
        items.set(`${hut}/${b.item}`, {
          hut,
          kind: b.kind ?? '',
          barcode: b.barcode ?? '',
          place: b.place ?? '',
          condition: 'in-service',
          problem: '',
        });
      } else if (type === 'item-condition-set') {
        const item = items.get(`${hut}/${b.item}`);
        if (item) Object.assign(item, { condition: b.condition, problem: b.problem ?? '' });
      } else if (type === 'person-registered' || type === 'person-arrived') {
        persons.set(`${hut}/${b.person}`, { trust: b.trust ?? '', erased: false });
      } else if (type === 'person-verified') {
        const person = persons.get(`${hut}/${b.person}`);
        if (person) person.trust = 'verified';
      } else if (type === 'person-erased') {
        const person = persons.get(`${hut}/${b.person}`);
        if (person) person.erased = true;
      } else if (type === 'loan-begun') {
        loans.set(`${hut}/${b.loan}`, {
          hut,
          loan: b.loan ?? '',
          item: b.item ?? '',
          person: b.person ?? '',
          begunAt: wallAt,
          due: b.due,
          renewals: 0,
          returnedAt: null,
          returned: null,
        });
      } else if (type === 'loan-renewed') {
        const loan = loanOf();
        if (loan) Object.assign(loan, { due: b.due, renewals: loan.renewals + 1 });
      } else if (type === 'item-returned') {
        returns.push(`${hut}/${b.returned} ${b.item} ${b.loan}`);
        const item = items.get(`${hut}/${b.item}`);
        if (item) item.place = b.place ?? '';
        const loan = loanOf();
        if (loan) Object.assign(loan, { returnedAt: wallAt, returned: b.returned });
      } else if (type === 'loan-returned-elsewhere') {
        const loan = loanOf();
        if (loan) Object.assign(loan, { returnedAt: b.at, returned: b.returned });
      } else if (type === 'item-found') {
        finds.push({ hut, found: b.found ?? '', barcode: b.barcode ?? '', at: wallAt });
      } else if (type === 'fact-set-aside') {
        aside.push(`fact-set-aside:${b.event}`);
      }
    }
  }

  const openCases = [...aside];
  const comeBack: string[] = [];
  const endedAt = new Map<string, number>();
  for (const [key, { returnedAt }] of loans) if (returnedAt !== null) endedAt.set(key, returnedAt);
  for (const find of finds) {
    const owners = [...items]
      .filter(([, item]) => item.barcode === find.barcode && item.hut !== find.hut)
      .map(([key]) => key)
      .sort();
    const owner = owners[0];
    if (owner === undefined) {
      const isKnown = [...items.values()].some(({ barcode }) => barcode === find.barcode);
      if (!isKnown) openCases.push(`found-unknown:${find.found}`);
      continue;
    }
    const ofThing = [...loans.values()].filter(({ hut, item }) => `${hut}/${item}` === owner);
    const said = ofThing.filter(({ returned }) => returned === find.found);
    const around = ofThing.filter(
      ({ begunAt, returnedAt }) =>
        find.at >= begunAt - hour && (returnedAt === null || find.at <= returnedAt + hour),
    );
    const ending =
      said[0] ??
      around.sort((a, b) =>
        a.begunAt === b.begunAt ? (a.loan < b.loan ? -1 : 1) : b.begunAt - a.begunAt,
      )[0];
    comeBack.push(`${find.hut}/${find.found} ${owner} ${ending?.loan ?? null}`);
    if (ending === undefined) openCases.push(`found-without-loan:${find.found}`);
    else {
      const key = `${ending.hut}/${ending.loan}`;
      if (ending.returnedAt === null)
        endedAt.set(key, Math.min(endedAt.get(key) ?? Number.POSITIVE_INFINITY, find.at));
    }
  }
  for (const person of new Set([...loans.values()].map((loan) => loan.person))) {
    for (const group of ['thing', 'book'] as const) {
      const open = [...loans].filter(
        ([key, loan]) =>
          loan.person === person &&
          !endedAt.has(key) &&
          groupOf(items.get(`${loan.hut}/${loan.item}`)?.kind ?? '') === group,
      );
      const huts = new Set(open.map(([, { hut }]) => hut));
      if (open.length > (group === 'thing' ? 3 : 5) && huts.size > 1)
        openCases.push(`over-limit:${person}:${group}`);
    }
  }
  return {
    items: [...items]
      .map(([key, { place, condition, problem }]) => `${key} ${place} ${condition} ${problem}`)
      .sort(),
    loans: [...loans]
      .map(
        ([key, l]) =>
          `${key} ${l.item} ${l.person} ${l.begunAt} ${l.due} ${l.renewals} ${l.returnedAt} ${l.returned}`,
      )
      .sort(),
    returns: returns.sort(),
    persons: [...persons].map(([key, { trust, erased }]) => `${key} ${trust} ${erased}`).sort(),
    comeBack: comeBack.sort(),
    openCases: openCases.sort(),
  };
}
