import fc from 'fast-check';
import { event } from '../../../domain/ledger/events.ts';
import { done } from '../../../domain/result.ts';
import { type StockedHut, things, value } from './stocked-hut.ts';

const item = fc.constantFrom(...things.map(([ref]) => ref));
const person = fc.constantFrom('li', 'wang');
const problem = fc.constantFrom(null, null, 'broken', 'dirty');
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('ask'), item, person }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('take'), item, person }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('ask-return'), item, problem }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('put'), item, problem, basket: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('settle'), how: fc.constantFrom('open', 'finish', 'void') }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('renew'), person }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('undo'), item, person }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('mistake'),
      item,
      person,
      seconds: fc.integer({ min: 0, max: 14 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait'), hours: fc.integer({ min: 0, max: 72 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('door'), suspect: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('judge'), right: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('found') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('elsewhere'), item }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('arrive') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('money'), fen: fc.integer({ min: -900, max: 900 }) }) },
);
export type Act = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Up to so many acts of residents, doors and the power, through the use cases. */
export const history = (maxLength: number): fc.Arbitrary<Act[]> => fc.array(step, { maxLength });

/** One act through the use cases; refusals are answers like any other. */
export function act(hut: StockedHut, s: Act): void {
  const { lending } = hut;
  const who = 'person' in s && s.person === 'wang' ? hut.wang : hut.li;
  switch (s.do) {
    case 'ask': {
      const { item: ref } = s as { item: string };
      if (lending.itemById(ref)?.place.at !== 'door') return;
      lending.requestBorrow({ item: ref, person: who, visit: 'v', doorFaultOf: () => null });
      return;
    }
    case 'take':
      lending.borrowFromHand({ item: (s as { item: string }).item, person: who, visit: 'v' });
      return;
    case 'ask-return': {
      const asked = s as { item: string; problem: 'broken' | null };
      if (lending.itemById(asked.item)?.home.at !== 'door') return;
      lending.requestReturn({ item: asked.item, problem: asked.problem, visit: 'v' });
      return;
    }
    case 'put': {
      const put = s as { item: string; problem: 'broken' | null; basket: boolean };
      const place = put.basket ? { place: lending.shelfFor(put.item) } : {};
      value(lending.returnByHand({ item: put.item, problem: put.problem, visit: 'v', ...place }));
      return;
    }
    case 'settle': {
      const [first] = lending.unsettledOpenings();
      if (first === undefined) return;
      const { how } = s as { how: string };
      if (how === 'open') lending.openingOpened(first.opening);
      else if (how === 'finish') value(lending.finishOpening(first.opening, 'door'));
      else value(lending.voidOpening(first.opening, 'stuck'));
      return;
    }
    case 'renew': {
      const [loan] = lending.loansOf(who);
      if (loan !== undefined) lending.renew({ loan: loan.loan, person: who });
      return;
    }
    case 'undo': {
      const { item: ref } = s as { item: string };
      const loan = lending.loansOf(who)[0]?.loan ?? 'none';
      lending.undo({ what: 'renewal', loan, person: who }, 'v');
      lending.undo({ what: 'loan', item: ref, person: who }, 'v');
      lending.undo({ what: 'report', item: ref }, 'v');
      return;
    }
    case 'mistake': {
      const { item: ref, seconds } = s as { item: string; seconds: number };
      lending.borrowFromHand({ item: ref, person: who, visit: 'v' });
      hut.clock.advance(seconds * 1_000);
      const taken = lending.undo({ what: 'loan', item: ref, person: who }, 'v').ok;
      if (!taken) value(lending.returnByHand({ item: ref, problem: null, visit: 'v' }));
      return;
    }
    case 'wait':
      hut.clock.advance((s as { hours: number }).hours * 3_600_000);
      return;
    case 'door': {
      const { suspect } = s as { suspect: boolean };
      value(lending.noteDoor({ door: 1, what: suspect ? 'suspect' : 'trusted', opening: null }));
      return;
    }
    case 'judge': {
      const { right } = s as { right: boolean };
      const body = { right, because: right ? 'again' : 'ahead', believed: hut.clock.wall() } as const;
      value(hut.ledger.commit<never>('hut', () => done([event('clock-judged', body)])));
      return;
    }
    case 'restart':
      hut.restart();
      return;
    case 'found':
      value(lending.takeIn({ barcode: 'XWI0000000', visit: 'v' }));
      return;
    case 'elsewhere': {
      const loan = hut.ledger.read.item((s as { item: string }).item)?.openLoan?.loan;
      if (loan === undefined) return;
      const at = hut.clock.wall();
      const back = event('loan-returned-elsewhere', { loan, returned: 'r', hut: 'other', at });
      value(hut.ledger.commit<never>('hub', () => done([back])));
      return;
    }
    case 'money': {
      const { fen } = s as { fen: number };
      const keeper = 'keeper-1';
      const made = event('keeper-made', { keeper, number: 1 });
      const known = hut.ledger.db.prepare('SELECT 1 FROM keeper').get() !== undefined;
      if (!known) value(hut.ledger.commit<never>('command', () => done([made])));
      const words = null;
      const [last] = hut.fund.newest(0, 1);
      if (fen === 0 && last !== undefined) hut.fund.takeBack({ keeper, ref: last.ref });
      else if (fen < 0)
        hut.fund.enter({ keeper, entry: { of: 'out', what: 'mending', amount: -fen, words } });
      else if (fen > 0) {
        hut.fund.enter({ keeper, entry: { of: 'in', what: 'sale', amount: fen, words } });
        hut.donations.enter({ keeper, entry: { of: 'donation', what: 'books', amount: fen, words } });
      }
      return;
    }
    case 'arrive': {
      const body = { event: hut.ledger.newId(), type: 'loan-begun', body: '{}', why: 'no room' };
      const person = hut.ledger.newId();
      const events = [event('person-arrived', { person, trust: 'verified' }), event('fact-set-aside', body)];
      value(hut.ledger.commit<never>('hub', () => done(events)));
      return;
    }
  }
}
